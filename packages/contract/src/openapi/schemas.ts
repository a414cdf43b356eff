import { z } from 'zod';
import { answers } from '../answers.js';
import { productLine } from '../data-file/product-line.js';
import type { Json } from './json-schema.js';

/** What has a name of its own, for who generates a client. */
const named: Readonly<Record<string, z.ZodType>> = {
  Service: answers.service,
  ServiceList: answers.services,
  SimilarProduct: answers.search.shape.items.element,
  SearchAnswer: answers.search,
  PictureSearchAnswer: answers.searchByPicture,
  DetectedItem: answers.detect.shape.items.element,
  DetectAnswer: answers.detect,
  TaggedItem: answers.tag.shape.items.element,
  TagAnswer: answers.tag,
  IndexAccepted: answers.createIndex,
  IndexJob: answers.jobs.shape.items.element,
  IndexJobList: answers.jobs,
  IndexJobDetail: answers.job,
  ProductLine: productLine,
};

const registry = z.registry<{ id: string }>();
for (const [id, schema] of Object.entries(named)) registry.add(schema, { id });

const pointer = (id: string) => `#/components/schemas/${id}`;

/** Where the document has the schema of an answer. */
export function reference(schema: z.ZodType): Json {
  const meta = registry.get(schema);
  if (meta === undefined) throw new Error('an answer has no name among the schemas');
  return { $ref: pointer(meta.id) };
}

/** `components.schemas`. */
export function namedSchemas(): Json {
  const { schemas } = z.toJSONSchema(registry, { io: 'input', uri: pointer });
  return Object.fromEntries(
    Object.entries(schemas).map(([id, { $schema: _dialect, $id: _id, ...schema }]) => [id, schema]),
  );
}
