import type { Client } from '@grpc/grpc-js';
import { type Milliseconds, Unavailable } from '@openfashion/contract';
import { healthCheck } from '../definitions.js';

const timeout: Milliseconds = 1_000;

/**
 * Ask `grpc.health.v1` of one replica whether a service serves.
 * @throws Unavailable when it does not, or does not say so in time
 */
export function probe(client: Client, service: string): Promise<void> {
  const { path, requestSerialize, responseDeserialize } = healthCheck;
  return new Promise((resolve, reject) => {
    client.makeUnaryRequest(
      path,
      requestSerialize,
      responseDeserialize,
      { service },
      { deadline: Date.now() + timeout },
      (error, answer) => {
        if (error) reject(new Unavailable(`${service}: ${error.details}`, { cause: error }));
        else if (answer?.status === 'SERVING') resolve();
        else reject(new Unavailable(`${service} is not serving`));
      },
    );
  });
}
