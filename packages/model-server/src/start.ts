import { fileURLToPath } from 'node:url';
import { type Manifest, type Task, taskNames } from '@openfashion/inference';
import { type ModelService, serveModel } from '@openfashion/inference/grpc/server';
import { type LocalModel, openLocalModel } from '@openfashion/inference/local';
import { gpuOf, tlsFiles } from '@openfashion/settings';
import {
  inferenceMetrics,
  type Logger,
  type Metrics,
  newTold,
  type OnStop,
  reachableAt,
  type Stop,
  serveOperators,
  startUp,
} from '@openfashion/telemetry';
import type { ModelServerSettings } from './settings.js';

/** A running model server. */
export interface ModelServer {
  /** Where it takes calls: `host:port`. */
  readonly address: string;
  /** Where operators ask it, e.g. `http://127.0.0.1:8080`. */
  readonly operatorUrl: string;
  /** Finish what was accepted and close; resolves to whether that went well within the grace period. */
  readonly stop: Stop;
}

const ownModels = fileURLToPath(new URL('../../../models', import.meta.url));

/**
 * Start a model server: first what operators ask, then the model, then calls. Resolves when calls are taken; what was
 * opened is closed again if a later part cannot start.
 */
export const startModelServer = <Of extends Task>(
  task: Of,
  config: ModelServerSettings,
  logger: Logger,
): Promise<ModelServer> =>
  startUp({ logger, grace: config.shutdownGrace }, (onStop, stop) => start(task, config, logger, onStop, stop));

async function start<Of extends Task>(
  task: Of,
  config: ModelServerSettings,
  logger: Logger,
  onStop: OnStop,
  stop: Stop,
): Promise<ModelServer> {
  const name = taskNames[task];
  const { health, metrics } = newTold(name);
  let service: ModelService | undefined;
  const serving = (serves: boolean) => {
    service?.setServing(serves);
  };

  const operatorUrl = await serveOperators(config, { health, metrics }, onStop);

  const model = await openLocalModel(task, {
    modelsDir: config.modelsDirectory ?? ownModels,
    executionProvider: config.executionProvider,
    threads: config.inferenceThreads,
    gpu: gpuOf(config),
    observer: {
      ...inferenceMetrics(metrics),
      started: () => serving(true),
      ended: (_model, how) => {
        logger.error({ how }, 'the model’s process ended and is started again');
        serving(false);
      },
    },
  });
  onStop('model', () => model.process.close());
  describe(metrics, name, model, config);

  const tls = tlsFiles(config);
  service = await serveModel(task, model, {
    host: config.host,
    port: config.grpcPort,
    connectionAge: config.grpcConnectionAge,
    ...(tls && { tls }),
    answered: (lane, status) => metrics.modelCalls.inc({ model: task, lane, status }),
    failed: (err, trace) => logger.error({ err, trace }, 'a call failed'),
  });
  onStop('calls', () => {
    health.stop();
    return service?.drain();
  });
  serving(model.process.running);
  const check = async () => {
    if (!model.process.running) throw new Error(`the ${name} is not running`);
  };
  health.start([{ name, kind: 'purpose', check }]);
  const address = reachableAt(config.host, service.port);
  logger.info({ address, operatorUrl, model: model.manifest.name, provider: config.executionProvider }, 'serving');
  return { address, operatorUrl, stop };
}

function describe<Of extends Task>(
  { gauges }: Metrics,
  name: string,
  model: LocalModel<Manifest<Of>>,
  { executionProvider: provider }: ModelServerSettings,
): void {
  const { version } = model.manifest;
  gauges('openfashion_inference_queue_length', 'Pictures that wait for their batch', ['model', 'lane'], () =>
    (['interactive', 'indexing'] as const).map((lane) => [{ model: model.manifest.task, lane }, model.waiting(lane)]),
  );
  gauges('openfashion_model_info', 'What runs here', ['service', 'name', 'version', 'provider'], () => [
    [{ service: name, name: model.manifest.name, version, provider }, 1],
  ]);
}
