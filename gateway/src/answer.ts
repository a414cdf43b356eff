import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  ContractError,
  type Endpoint,
  failure,
  type Milliseconds,
  PortFailure,
  type ResultName,
  success,
} from '@openfashion/contract';
import type { Logger } from '@openfashion/telemetry';
import { discardBody } from './http/body.js';
import type { RouteMatch } from './routing.js';

/** When a request that met a dependency that is down may be tried again, unless the dependency says it. */
const retryAfter: Milliseconds = 5_000;

/**
 * Answer with what `work` resolves to, or with the result that its error stands for (rules 1.1, 1.5, 1.7).
 * @returns the result answered
 */
export async function answerResult(
  req: IncomingMessage,
  res: ServerResponse,
  endpoint: Endpoint,
  work: () => Promise<unknown>,
  logger: Logger,
): Promise<ResultName> {
  try {
    send(req, res, 200, success(await work()));
    return 'SUCCESS';
  } catch (err) {
    const error = permitted(err, endpoint);
    if (!(error instanceof ContractError) && !res.destroyed) logger.error({ err: error }, 'request failed');
    if (error instanceof PortFailure && error.retryable) {
      res.setHeader('Retry-After', Math.max(1, Math.ceil((error.retryAfter ?? retryAfter) / 1000)));
    }
    send(req, res, 200, failure(error));
    return error instanceof ContractError ? error.result : 'InternalServerError';
  }
}

/** Answer an error that belongs to no endpoint. */
export function answerFailure(req: IncomingMessage, res: ServerResponse, error: unknown): void {
  send(req, res, 200, failure(error));
}

/** No endpoint answers a result that its own table does not list (rule 1.7). */
function permitted(error: unknown, endpoint: Endpoint): unknown {
  if (!(error instanceof ContractError) || endpoint.results.includes(error.result)) return error;
  return new Error(`${endpoint.id} may not answer ${error.result}`, { cause: error });
}

/** Answer a request that has no route, or not by this method (rule 1.2). */
export function answerNoRoute(
  req: IncomingMessage,
  res: ServerResponse,
  route: Exclude<RouteMatch, { kind: 'matched' }>,
): ResultName {
  if (route.kind === 'unknown') {
    const error = new ContractError('NoApiFound', 'no route has this path');
    send(req, res, 404, failure(error));
    return error.result;
  }
  const allow = route.allow.join(', ');
  res.setHeader('Allow', allow);
  const error = new ContractError('InvalidParam', `method: must be ${allow}`);
  send(req, res, 405, failure(error));
  return error.result;
}

function send(req: IncomingMessage, res: ServerResponse, status: number, envelope: unknown): void {
  if (res.destroyed) return;
  const body = Buffer.from(JSON.stringify(envelope));
  res.writeHead(status, { 'Content-Type': 'application/json;charset=UTF-8', 'Content-Length': body.length });
  if (req.method === 'HEAD' || req.complete) {
    res.end(req.method === 'HEAD' ? undefined : body);
    return;
  }
  // The answer is complete, but its end could close the connection, which a client that is still sending would see
  // before the answer (rule 1.9). What is then left of the body ends the connection.
  res.write(body);
  void discardBody(req).then(() => {
    res.end();
    if (!req.complete) res.once('finish', () => req.destroy());
  });
}
