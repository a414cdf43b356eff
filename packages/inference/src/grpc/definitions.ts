import { fileURLToPath } from 'node:url';
import { loadSync, type MethodDefinition } from '@grpc/proto-loader';
import type { Task } from '../manifest.js';
import type { RequestOf, ResponseOf } from './wire/index.js';

const directory = fileURLToPath(new URL('../../../../proto', import.meta.url));

/** `proto/openfashion/v1`, read at the start; fields have the names that they have there. */
export const definitions = loadSync(
  ['detector', 'embedder', 'tagger'].map((name) => `openfashion/v1/${name}.proto`),
  { includeDirs: [directory], keepCase: true, defaults: true },
);

/** The service of each task and its one method. */
export const services = {
  detect: { service: 'openfashion.v1.DetectorService', method: 'Detect' },
  embed: { service: 'openfashion.v1.EmbedderService', method: 'Embed' },
  tag: { service: 'openfashion.v1.TaggerService', method: 'Tag' },
} as const satisfies Record<Task, { service: string; method: string }>;

/** The method of a task. */
export function methodOf<Of extends Task>(task: Of): MethodDefinition<RequestOf<Of>, ResponseOf<Of>> {
  const { service, method } = services[task];
  const definition = definitions[service];
  // The loader knows nothing of types: they follow from the files that it read.
  const found: MethodDefinition<RequestOf<Of>, ResponseOf<Of>> | undefined =
    definition && Reflect.get(definition, method);
  if (found === undefined) throw new Error(`the protocol has no method ${service}/${method}`);
  return found;
}
