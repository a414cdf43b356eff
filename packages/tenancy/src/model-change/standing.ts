import type { Service } from '../tenancy.js';
import type { ModelChange, Reembedding } from './records.js';

/** Where a service stands in a model change. */
export const standings = ['settled', 'waiting', 'filling', 'complete', 'clearing'] as const;
export type Standing = (typeof standings)[number];

/** Share of a service's documents that may be missing after a switch that is not forced. */
const tolerated = 0.001;

/** The collection that a change wants a service to be kept in beside the one in force. */
export function wantedAlso(change: ModelChange | undefined, { embedding, also }: Service): string | undefined {
  if (change === undefined || change.state === 'ending') return undefined;
  if (embedding !== change.to) return change.to;
  // Switched, or made meanwhile: kept so that one can go back, where somebody still makes such vectors.
  return change.oneWay ? undefined : also;
}

/** The same of a service that is about to be made: it can go either way too. */
export function bornAlso(change: ModelChange | undefined, embedding: string): string | undefined {
  if (change?.state !== 'running') return undefined;
  if (embedding !== change.to) return change.to;
  return change.oneWay ? undefined : change.from;
}

/** Of the collections that a re-embedding concerns, those that its service is not kept in any more. */
export const retired = ({ from, to }: Reembedding, { embedding, also }: Service): string[] =>
  [from, to].filter((id) => id !== embedding && id !== also);

/** Whether a re-embedding is that of the two collections that its service has now. */
export const concerns = (record: Reembedding, service: Service): boolean =>
  service.also !== undefined && retired(record, service).length === 0;

export function standingOf(service: Service, record: Reembedding | undefined): Standing {
  if (service.also === undefined) return record === undefined ? 'settled' : 'clearing';
  return record !== undefined && concerns(record, service) ? record.state : 'waiting';
}

/** Whether so many documents cannot be re-embedded that only an operator's word may switch the service. */
export const missesTooMany = ({ failed, documents }: Reembedding): boolean => failed > tolerated * documents;
