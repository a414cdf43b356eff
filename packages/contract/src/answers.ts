import { z } from 'zod';
import { filterFields } from './filters.js';
import { limits } from './limits.js';
import { jobStatuses } from './requests/indexes.js';
import { taxonomy } from './taxonomy.js';

const names = (rows: readonly { readonly id: string }[]) => rows.map(({ id }) => id).join(', ');
const count = z.int().min(0);
const fraction = z.number().min(0).max(1);
const point = z.tuple([fraction, fraction]);
const time = z.int().min(0).describe('Unix seconds');

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
  addedCount: count.describe('Products added'),
  failedCount: count.describe('Lines that failed'),
  exceededCount: count.describe('New products beyond what a service may have'),
  deletedCount: count.describe('Products deleted'),
  updatedCount: count.describe('Products updated'),
  totalCount: count.describe('Lines of the data file'),
};

const job = z.object({
  id: z.string(),
  serviceName: z.string(),
  filename: z.string().describe('Name of the data file'),
  status: z.enum(jobStatuses).describe('finished: also with failed lines; failed: every line failed'),
  requestedTime: time,
  startTime: time.nullable().describe('Unix seconds; null until the job started'),
  finishTime: time.nullable().describe('Unix seconds; null until the job ended'),
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
        type: z.string().describe(`Item type: ${names(taxonomy.types)}`),
        tags: z.array(
          z.object({
            attribute: z.string().describe(`Attribute: ${names(taxonomy.attributes)}`),
            labels: z.array(z.object({ label: z.string().describe('In the language asked for'), score: fraction })),
          }),
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
