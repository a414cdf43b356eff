import { type Client, type MethodDefinition, type ServiceError, status } from '@grpc/grpc-js';
import type { Milliseconds } from '@openfashion/contract';
import { failSpan, inSpan, rpcCall, rpcStatus, setSpanAttributes } from '@openfashion/tracing';
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
  method: MethodDefinition<Request, Response>,
  request: Request,
  call: Call,
  avoid?: string,
): Promise<Attempt<Response>> {
  return inSpan(rpcCall(method.path), { kind: 'client' }, async () => {
    const met = await ask(client, method, request, call, avoid);
    const code = status[met.error?.code ?? status.OK];
    setSpanAttributes(rpcStatus(code));
    if (met.error) failSpan(code);
    return met;
  });
}

function ask<Request, Response>(
  client: Client,
  { path, requestSerialize, responseDeserialize }: MethodDefinition<Request, Response>,
  request: Request,
  call: Call,
  avoid: string | undefined,
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
