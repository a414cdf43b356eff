import {
  type Backplane,
  type KeyValue,
  type ObjectStore,
  type Records,
  records,
  type WorkQueue,
} from '@openfashion/backplane';
import { z } from 'zod';
import { type Cursor, cursorRecord } from './cursor.js';
import { type JobRecord, jobRecord } from './job-record.js';

/** Name of the queue of chunks. */
export const chunkQueue = 'index-chunks';

/** A claimed chunk: its one result, never to differ from what was applied. */
const claim = z.object({ result: z.string(), embeddings: z.array(z.string()) });
export type Claim = z.infer<typeof claim>;
export const parseClaim = (value: Uint8Array): Claim => claim.parse(JSON.parse(new TextDecoder().decode(value)));

/** That a service has jobs waiting. */
const announcement = z.object({ appKey: z.string() });

/** A chunk that is redone line by line: the line being computed, and how often each line's worker died. */
const attempts = z.object({
  inHand: z.int().optional(),
  deaths: z.record(z.string(), z.int()),
});
export type Attempts = z.infer<typeof attempts>;

/** Everything that indexing stores on the backplane. Keys begin with the service's internal id (rule 4.2). */
export interface Stores {
  /** `<service>/<number>` */
  readonly jobs: Records<JobRecord>;
  /** `<service>` */
  readonly cursors: Records<Cursor>;
  /** `<service>`: what coordinators watch. */
  readonly announcements: Records<z.infer<typeof announcement>>;
  readonly announcementBucket: KeyValue;
  /** `<service>/<number>/<chunk>` */
  readonly claims: Records<Claim>;
  readonly claimBucket: KeyValue;
  /** `<service>/<number>/<chunk>` */
  readonly attempts: Records<Attempts>;
  readonly chunks: WorkQueue;
  /** `<service>/<random>`: data files. */
  readonly files: ObjectStore;
  /** `<service>/<number>/<chunk>/<random>` */
  readonly results: ObjectStore;
  /** `<service>/<number>/<chunk>` */
  readonly reports: ObjectStore;
  /** `<service>` */
  readonly slots: KeyValue;
  /** `<service>` */
  readonly leases: KeyValue;
  /** `<service>` */
  readonly reembedders: KeyValue;
  /** `<worker>` */
  readonly workers: KeyValue;
}

export function openStores(backplane: Backplane): Stores {
  const announcementBucket = backplane.keyValue('index-announcements');
  const claimBucket = backplane.keyValue('index-claims');
  return {
    jobs: records(backplane.keyValue('index-jobs'), jobRecord),
    cursors: records(backplane.keyValue('index-cursors'), cursorRecord),
    announcements: records(announcementBucket, announcement),
    announcementBucket,
    claims: records(claimBucket, claim),
    claimBucket,
    attempts: records(backplane.keyValue('index-attempts'), attempts),
    chunks: backplane.workQueue(chunkQueue),
    files: backplane.objectStore('index-files'),
    results: backplane.objectStore('index-results'),
    reports: backplane.objectStore('index-reports'),
    slots: backplane.keyValue('index-slots'),
    leases: backplane.keyValue('index-leases'),
    reembedders: backplane.keyValue('reembed-leases'),
    workers: backplane.keyValue('index-workers'),
  };
}
