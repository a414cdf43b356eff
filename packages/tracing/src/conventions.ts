import {
  ATTR_DB_OPERATION_NAME,
  ATTR_DB_SYSTEM_NAME,
  ATTR_HTTP_REQUEST_METHOD,
  ATTR_HTTP_RESPONSE_STATUS_CODE,
  ATTR_HTTP_ROUTE,
  ATTR_SERVER_ADDRESS,
} from '@opentelemetry/semantic-conventions';
import {
  ATTR_MESSAGING_DESTINATION_NAME,
  ATTR_MESSAGING_MESSAGE_ID,
  ATTR_MESSAGING_OPERATION_NAME,
  ATTR_MESSAGING_OPERATION_TYPE,
  ATTR_MESSAGING_SYSTEM,
  ATTR_RPC_METHOD,
  ATTR_RPC_RESPONSE_STATUS_CODE,
  ATTR_RPC_SYSTEM_NAME,
} from '@opentelemetry/semantic-conventions/incubating';
import type { SpanAttributes } from './spans.js';

// What spans are called and say, after OpenTelemetry's semantic conventions 1.45.

/** What a span is called, and what it says from its beginning. */
export interface SpanDescription {
  readonly name: string;
  readonly attributes: SpanAttributes;
}

/** A request that is answered. Neither its path nor its query: an app key is in the one, a picture's address in the other. */
export const httpRequest = (method: string, route: string): SpanDescription => ({
  name: `${method} ${route}`,
  attributes: { [ATTR_HTTP_REQUEST_METHOD]: method, [ATTR_HTTP_ROUTE]: route },
});

/** @param result name of the result code of the contract */
export const httpResponse = (status: number, result: string): SpanAttributes => ({
  [ATTR_HTTP_RESPONSE_STATUS_CODE]: status,
  'openfashion.result': result,
});

/** A picture or file that is fetched. Of its address the host alone: path and query may be what lets one in. */
export const httpDownload = (address: unknown): SpanDescription => ({
  name: 'GET',
  attributes: {
    [ATTR_HTTP_REQUEST_METHOD]: 'GET',
    ...(typeof address === 'string' && URL.canParse(address) && { [ATTR_SERVER_ADDRESS]: new URL(address).hostname }),
  },
});

/** A call by gRPC, at either end. @param path `/package.Service/Method` */
export const rpcCall = (path: string): SpanDescription => ({
  name: path.slice(1),
  attributes: { [ATTR_RPC_SYSTEM_NAME]: 'grpc', [ATTR_RPC_METHOD]: path.slice(1) },
});

/** @param status its name: `OK`, `UNAVAILABLE` … */
export const rpcStatus = (status: string): SpanAttributes => ({ [ATTR_RPC_RESPONSE_STATUS_CODE]: status });

/** A call of a store. @param system `qdrant` … */
export const storeCall = (system: string, operation: string): SpanDescription => ({
  name: operation,
  attributes: { [ATTR_DB_SYSTEM_NAME]: system, [ATTR_DB_OPERATION_NAME]: operation },
});

/** What was computed of a part of a job is put into the catalogue. @param id of the part */
export const appliedChunk = (id: string): SpanDescription => ({
  name: 'apply index-chunks',
  attributes: { 'openfashion.chunk': id },
});

/** Work on a message of a queue. @param id of the message */
export const queuedWork = (queue: string, id: string): SpanDescription => ({
  name: `process ${queue}`,
  attributes: {
    [ATTR_MESSAGING_SYSTEM]: 'openfashion',
    [ATTR_MESSAGING_OPERATION_TYPE]: 'process',
    [ATTR_MESSAGING_OPERATION_NAME]: 'process',
    [ATTR_MESSAGING_DESTINATION_NAME]: queue,
    [ATTR_MESSAGING_MESSAGE_ID]: id,
  },
});
