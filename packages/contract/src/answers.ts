import { z } from 'zod';
import { filterFields } from './filters.js';
import { limits } from './limits.js';
import { jobStatuses } from './requests/indexes.js';

const count = z.int().min(0);
const fraction = z.number().min(0).max(1);
const point = z.tuple([fraction, fraction]);
const time = z.int().describe('Unix seconds');

const service = z.object({
  serviceName: z.string(),
  documentCount: count.describe('Documents in the service'),
  remainInsertCount: count.describe('Documents that may still be added'),
});

const searchItem = z.object({
  similarity: fraction.describe('Five decimals'),
  productId: z.string(),
  name: z.string(),
  imageUrl: z.string(),
  ...Object.fromEntries(filterFields.map((field) => [field, z.string().optional()])),
});

const placement = {
  center: point.describe('Middle of the box, fractions of the picture’s width and height'),
  b0: point.describe('Top left of the box'),
  b1: point.describe('Bottom right of the box'),
};

const jobCounts = {
  addedCount: count,
  failedCount: count,
  exceededCount: count,
  deletedCount: count,
  updatedCount: count,
  totalCount: count,
};

const job = z.object({
  id: z.string(),
  serviceName: z.string(),
  filename: z.string(),
  status: z.enum(jobStatuses),
  requestedTime: time,
  startTime: time.nullable(),
  finishTime: time.nullable(),
  ...jobCounts,
});

const ids = z.array(z.string());

/** `data` of each kind of answer. */
export const answers = {
  service,
  services: z.object({ totalCount: count, items: z.array(service) }),
  /** Search by picture has no `query` (rule 5.8). */
  search: z.object({ totalCount: count, query: z.string(), items: z.array(searchItem) }),
  searchByPicture: z.object({ totalCount: count, items: z.array(searchItem) }),
  detect: z.object({
    totalCount: count,
    query: z.string(),
    items: z
      .array(z.object({ link: z.string().describe('What search by link takes'), ...placement, score: fraction }))
      .max(limits.items.max),
  }),
  tag: z.object({
    totalCount: count,
    query: z.string(),
    items: z.array(
      z.object({
        type: z.string().describe('Item type'),
        tags: z.array(
          z.object({ attribute: z.string(), labels: z.array(z.object({ label: z.string(), score: fraction })) }),
        ),
        ...placement,
        score: fraction,
      }),
    ),
  }),
  createIndex: z.object({ indexId: z.string() }),
  jobs: z.object({ total: count, items: z.array(job) }),
  job: z.object({
    total: z.literal(1),
    items: z
      .array(
        job.extend({
          addedProductIds: ids,
          failedProductIds: ids,
          exceededProductIds: ids,
          deletedProductIds: ids,
          updatedProductIds: ids,
          failures: z
            .array(z.object({ line: z.int().min(1), productId: z.string().optional(), reason: z.string() }))
            .optional()
            .describe('Why lines failed; only with include=failures'),
        }),
      )
      .length(1),
  }),
};

export type ServiceAnswer = z.output<typeof service>;
export type JobSummary = z.output<typeof job>;
export type JobDetail = z.output<typeof answers.job>['items'][number];
