import type { ServiceAnswer } from '@openfashion/contract';
import { printTable } from '../../output/print.js';

export function printServices(services: readonly ServiceAnswer[]): void {
  printTable(
    ['service', 'documents', 'room for'],
    services.map(({ serviceName, documentCount, remainInsertCount }) => [
      serviceName,
      documentCount,
      remainInsertCount,
    ]),
  );
}
