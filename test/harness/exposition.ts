import { send } from './rest.js';

/** One line of Prometheus' text format. */
export interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** The samples of a metric in what `/metrics` answers; none of one that is not there. */
function samplesOf(text: string, metric: string): Sample[] {
  return text.split('\n').flatMap((line) => {
    const [, name, labels = '', value] = /^(\w+)(?:\{(.*)\})? (\S+)$/.exec(line) ?? [];
    if (name !== metric) return [];
    const pairs = [...labels.matchAll(/(\w+)="([^"]*)"/g)].map(([, key = '', text = '']) => [key, text]);
    return [{ labels: Object.fromEntries(pairs), value: Number(value) }];
  });
}

export const sumOf = (samples: readonly Sample[]): number => samples.reduce((sum, { value }) => sum + value, 0);

/** The samples of a metric of a process, as Prometheus would read them. @param url where operators ask the process */
export async function readMetric(url: string, metric: string): Promise<Sample[]> {
  return samplesOf((await send(url, { path: '/metrics' })).text, metric);
}
