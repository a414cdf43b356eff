import type { EndpointId, ResultName } from '@openfashion/contract';

/** Codes of an endpoint's table that no request can reach, with the reason. */
export const unreachable: Partial<Record<EndpointId, Partial<Record<ResultName, string>>>> = {};
