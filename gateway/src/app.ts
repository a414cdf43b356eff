import { performance } from 'node:perf_hooks';
import { endpoints, parseQueryString, type ResultName } from '@openfashion/contract';
import { continueTrace } from '@openfashion/telemetry';
import {
  currentTraceparent,
  failSpan,
  httpRequest,
  httpResponse,
  inSpan,
  setSpanAttributes,
} from '@openfashion/tracing';
import express, { type ErrorRequestHandler, type Express, type Request, type Response } from 'express';
import { answerFailure, answerNoRoute, answerResult } from './answer.js';
import type { GatewayContext } from './context.js';
import type { Exchange } from './exchange.js';
import { requestId } from './http/request-id.js';
import { operatorRoutes } from './operator-routes.js';
import { createHandlers, type Handlers } from './routes/index.js';
import { matchRoute, type RouteMatch } from './routing.js';

/** The REST contract and the operators' routes, on the given ports. */
export function createApp(context: GatewayContext): Express {
  const handlers = createHandlers(context);
  announce(context);
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.use(operatorRoutes(context));
  for (const [path, folder] of Object.entries(context.folders)) {
    app.use(path, express.static(folder, { index: false, fallthrough: true, maxAge: '1h' }));
  }
  app.use((req, res) => answer(context, handlers, req, res));
  app.use(answerUnexpected(context));
  return app;
}

/** Prometheus sees how much a counter rises, not that it is there: without a zero a route's first failure would not count. */
function announce({ metrics }: GatewayContext): void {
  for (const route of Object.keys(endpoints)) {
    for (const result of ['SUCCESS', 'InternalServerError'] satisfies ResultName[])
      metrics.requests.inc({ route, result }, 0);
  }
}

/** What went wrong outside a route is answered in the envelope too, never as the framework's page. */
function answerUnexpected({ logger }: GatewayContext): ErrorRequestHandler {
  return (err: unknown, req, res, _next) => {
    logger.error({ err }, 'request failed outside its route');
    if (res.headersSent) res.destroy();
    else answerFailure(req, res, err);
  };
}

/** Answer one request to the contract: route → credentials → the route's own order (rule 1.3). */
async function answer(context: GatewayContext, handlers: Handlers, req: Request, res: Response): Promise<void> {
  const start = performance.now();
  const id = requestId(req.headers['x-request-id']);
  res.setHeader('X-Request-Id', id);
  const [path = '', query = ''] = split(req.originalUrl);
  const route = matchRoute(req.method, path);
  const caller = req.get('traceparent');

  if (route.kind !== 'matched') {
    const result = answerNoRoute(req, res, route);
    context.metrics.requests.inc({ route: 'none', result });
    const logger = context.logger.child({ requestId: id, traceId: continueTrace(caller).traceId });
    logger.info({ method: req.method, result, ms: performance.now() - start }, 'request');
    return;
  }
  const { endpoint } = route;
  await inSpan(httpRequest(endpoint.method, endpoint.path), { kind: 'server', caller }, () =>
    answerMatched(context, handlers[endpoint.id], route, { req, res, query, start, id }),
  );
}

/** A request whose route is known. */
interface Matched {
  readonly req: Request;
  readonly res: Response;
  readonly query: string;
  /** Instant on the monotonic clock, in milliseconds. */
  readonly start: number;
  readonly id: string;
}

async function answerMatched(
  context: GatewayContext,
  handler: Handlers[keyof Handlers],
  route: Extract<RouteMatch, { kind: 'matched' }>,
  { req, res, query, start, id }: Matched,
): Promise<void> {
  const { endpoint } = route;
  const trace = continueTrace(currentTraceparent() ?? req.get('traceparent'));
  const logger = context.logger.child({ requestId: id, traceId: trace.traceId });
  const left = new AbortController();
  res.once('close', () => left.abort(new Error('the client left')));
  context.metrics.requestsInFlight.inc();
  try {
    const data = async () => {
      const appKey = decodeAppKey(route);
      await context.tenancy.authenticate(appKey, req.get('authorization'));
      const exchange: Exchange = {
        req,
        res,
        appKey,
        path: route.path,
        parameters: parseQueryString(query),
        requestId: id,
        trace,
        signal: left.signal,
        logger,
      };
      return handler(exchange);
    };
    const result = await answerResult(req, res, endpoint, data, logger);
    const ms = performance.now() - start;
    context.metrics.requests.inc({ route: endpoint.id, result });
    context.metrics.requestDuration.observe({ route: endpoint.id }, ms / 1000);
    setSpanAttributes(httpResponse(res.statusCode, result));
    if (result === 'InternalServerError') failSpan(result);
    logger.info({ method: req.method, route: endpoint.id, result, ms: Math.round(ms) }, 'request');
  } finally {
    context.metrics.requestsInFlight.dec();
  }
}

function split(url: string): [path: string, query: string] {
  const mark = url.indexOf('?');
  return mark === -1 ? [url, ''] : [url.slice(0, mark), url.slice(mark + 1)];
}

/** An app key that cannot be decoded is one we never made. */
function decodeAppKey({ path }: Extract<RouteMatch, { kind: 'matched' }>): string {
  try {
    return decodeURIComponent(path['appKey'] ?? '');
  } catch {
    return '';
  }
}
