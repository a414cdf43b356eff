import { fileURLToPath } from 'node:url';
import { loadSync, type MethodDefinition } from '@grpc/proto-loader';
import { service as health } from 'grpc-health-check';
import type { Task } from '../manifest.js';

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

/**
 * The method of a task.
 * @typeParam Request, Response what the loaded definition makes of its messages (grpc/wire)
 */
export function methodOf<Request extends object, Response extends object>(
  task: Task,
): MethodDefinition<Request, Response> {
  const { service, method } = services[task];
  return memberOf(definitions[service], method);
}

/** `grpc.health.v1.Health/Check`. */
export const healthCheck = memberOf<{ readonly service: string }, { readonly status: string }>(health, 'Check');

function memberOf<Request extends object, Response extends object>(
  service: object | undefined,
  method: string,
): MethodDefinition<Request, Response> {
  // The loader knows nothing of types: they follow from the files that it read.
  const found: MethodDefinition<Request, Response> | undefined = service && Reflect.get(service, method);
  if (found === undefined) throw new Error(`the protocol has no method ${method}`);
  return found;
}
