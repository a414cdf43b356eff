import type { Client, MethodDefinition, ServiceError } from '@grpc/grpc-js';
import type { Milliseconds } from '@openfashion/contract';
import type { Call } from '../../port.js';
import { callMetadata } from '../metadata.js';

/** What came of one attempt, and which replica it met (`host:port`). */
export type Attempt<Response> =
  | { readonly error?: undefined; readonly response: Response }
  | { readonly error: ServiceError; readonly peer: string };

/**
 * One attempt of a unary call with what is left of the caller's deadline; cancelled when the caller leaves.
 * @param avoid a replica to stay away from, if there is another
 */
export function attempt<Request, Response>(
  client: Client,
  { path, requestSerialize, responseDeserialize }: MethodDefinition<Request, Response>,
  request: Request,
  call: Call,
  avoid?: string,
): Promise<Attempt<Response>> {
  return new Promise((resolve, reject) => {
    const unary = client.makeUnaryRequest(
      path,
      requestSerialize,
      responseDeserialize,
      request,
      callMetadata(call, avoid),
      { deadline: Date.now() + left(call) },
      (error, response) => {
        call.signal.removeEventListener('abort', leave);
        if (error) resolve({ error, peer: unary.getPeer() });
        else if (response !== undefined) resolve({ response });
        else reject(new Error(`${path} answered neither a message nor an error`));
      },
    );
    const leave = () => unary.cancel();
    call.signal.addEventListener('abort', leave, { once: true });
    if (call.signal.aborted) leave();
  });
}

const left = ({ deadline }: Call): Milliseconds => Math.max(0, deadline - performance.now());
