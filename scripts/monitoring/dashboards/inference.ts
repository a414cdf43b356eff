import type { Dashboard } from './dashboard.js';
import { here, quantiles } from './panel.js';

export const inference: Dashboard = {
  title: 'Inference',
  description: 'Whether the models keep up, and what they do with their time.',
  panels: [
    {
      title: 'Pictures that wait for their batch',
      description: 'At 128 of a lane a model service refuses more.',
      unit: 'short',
      queries: [
        { expr: `sum by (model, lane) (openfashion_inference_queue_length{${here}})`, legend: '{{model}} {{lane}}' },
      ],
    },
    {
      title: 'Wait of a shopper’s picture',
      unit: 's',
      queries: quantiles('openfashion_inference_queue_wait_seconds', 'lane="interactive"', ['model']),
    },
    {
      title: 'Wait of a picture of an index job',
      unit: 's',
      queries: quantiles('openfashion_inference_queue_wait_seconds', 'lane="indexing"', ['model']),
    },
    {
      title: 'Calls that were not served',
      unit: 'ops',
      queries: [
        {
          expr: `sum by (model, lane, status) (rate(openfashion_inference_calls_total{${here},status!="OK"}[$__rate_interval])) > 0`,
          legend: '{{model}} {{lane}} {{status}}',
        },
      ],
    },
    {
      title: 'Calls',
      unit: 'ops',
      queries: [
        {
          expr: `sum by (model, lane) (rate(openfashion_inference_calls_total{${here}}[$__rate_interval]))`,
          legend: '{{model}} {{lane}}',
        },
      ],
    },
    {
      title: 'Pictures of one run',
      description: 'Near 1: the model has time. Near the largest batch: it has not.',
      unit: 'short',
      queries: [
        {
          expr: `sum by (model) (rate(openfashion_inference_batch_size_sum{${here}}[$__rate_interval])) / sum by (model) (rate(openfashion_inference_batch_size_count{${here}}[$__rate_interval]))`,
          legend: '{{model}}',
        },
      ],
    },
    {
      title: 'Share of the time that a model runs',
      description: 'By replica: near 1 there is nothing left.',
      unit: 'percentunit',
      queries: [
        {
          expr: `sum by (model, instance) (rate(openfashion_inference_batch_duration_seconds_sum{${here}}[$__rate_interval]))`,
          legend: '{{model}} {{instance}}',
        },
      ],
    },
    {
      title: 'Time of one run',
      unit: 's',
      queries: quantiles('openfashion_inference_batch_duration_seconds', '', ['model']),
    },
    {
      title: 'Decoding of a picture, its wait included',
      unit: 's',
      queries: quantiles('openfashion_decode_duration_seconds', ''),
    },
    {
      title: 'What runs',
      unit: 'short',
      queries: [
        {
          expr: `count by (service, name, version, provider) (openfashion_model_info{${here}})`,
          legend: '{{service}} {{name}} {{version}} {{provider}}',
        },
      ],
    },
  ],
};
