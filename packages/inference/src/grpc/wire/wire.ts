import type { Manifest, Task } from '../../manifest.js';
import type { Output } from '../../tasks/model-runner.js';

/** What the requests of all tasks have. */
export interface AnyRequest {
  readonly model: string;
  /** RGB bytes, width × height × 3 of the manifest's input. */
  readonly pictures: readonly Uint8Array[];
}

/** How inputs and outputs of a task's model become messages of `proto/openfashion/v1`, and are made of them. */
export interface Wire<Of extends Task, Request extends AnyRequest, Response extends object> {
  request(manifest: Manifest<Of>, pictures: readonly Uint8Array[]): Request;
  response(manifest: Manifest<Of>, outputs: readonly Output[]): Response;
  /** @throws Error when the response is not what the model answers */
  outputs(manifest: Manifest<Of>, response: Response): Output[];
  /** Why a service of this model does not serve the request, if it does not. */
  mismatch(manifest: Manifest<Of>, request: Request): string | undefined;
}

/** What names a model in requests. */
export const modelId = ({ name, version }: Pick<Manifest, 'name' | 'version'>): string => `${name}@${version}`;

export function otherModel(manifest: Manifest, { model }: AnyRequest): string | undefined {
  const own = modelId(manifest);
  return model === own ? undefined : `model: this service runs ${own}, not ${JSON.stringify(model)}`;
}
