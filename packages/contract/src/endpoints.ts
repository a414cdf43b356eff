import { z } from 'zod';
import { answers } from './answers.js';
import { lineColumns } from './data-file/record.js';
import type { Fields } from './fields.js';
import { limits } from './limits.js';
import { createIndexFields, getIndexFields, listIndexesFields } from './requests/indexes.js';
import { detectFields, tagFields } from './requests/pictures.js';
import { searchByLinkFields, searchByPictureFields, searchByProductFields } from './requests/search.js';
import { createServiceBody, serviceName } from './requests/services.js';
import type { ResultName } from './result-codes.js';

/** One endpoint of v2.0, as the guide's section about it. */
export interface Endpoint<Id extends string = EndpointId> {
  readonly id: Id;
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Path with `{variables}`, each a row of {@link pathVariables}. */
  readonly path: string;
  /** The chapter of the guide that has it. */
  readonly chapter: string;
  readonly summary: string;
  /** Rows of the result table that it may answer (rule 1.7). */
  readonly results: readonly ResultName[];
  /** Parameters of the query, filters among them, in the order of the guide's table: `data.query` echoes them so (rule 5.8). */
  readonly query: Fields;
  readonly body?: Body;
  /** `data` of a success; absent where a success has none. */
  readonly answer?: z.ZodType;
}

export type Body =
  | { readonly kind: 'json'; readonly schema: z.ZodType }
  | { readonly kind: 'multipart'; readonly fields: Fields; readonly file: FormFile };

/** The one file of a form. */
export interface FormFile {
  readonly name: string;
  readonly description: string;
  /** The field that may be given in its place. */
  readonly orField: string;
  readonly mediaTypes: readonly string[];
}

export const pathVariables: Readonly<Record<string, { readonly schema: z.ZodType; readonly description: string }>> = {
  appKey: { schema: z.string(), description: 'App key' },
  serviceName: { schema: serviceName, description: 'Name of a service' },
  productId: { schema: z.string(), description: 'Id of a product' },
  indexId: { schema: z.string(), description: 'Id of an index job' },
};

const services = '/v2.0/appkeys/{appKey}/services';
const service = `${services}/{serviceName}`;
const always = ['SUCCESS', 'InvalidParam', 'UnauthorizedAppKeyOrSecretKey', 'InternalServerError'] as const;
const ofService = [...always, 'NotExistService'] as const;
const ofPicture = [
  ...ofService,
  'ImageTooLargeException',
  'InvalidImageFormatException',
  'InvalidImageURLException',
  'ImageTimeoutError',
] as const;
const ofSearch = [...ofPicture, 'NoDetectedFashionItems'] as const;

const endpoint = <const Id extends string>(
  id: Id,
  method: Endpoint['method'],
  path: string,
  more: Pick<Endpoint, 'chapter' | 'summary' | 'results'> & Partial<Endpoint>,
): Endpoint<Id> => ({ query: {}, ...more, id, method, path });

const [management, recommendation, camera, tagging, indexing] = [
  'Services',
  'Similar products',
  'Camera search',
  'Deep tagging',
  'Indexing',
] as const;

const searchByLinkEndpoint = <const Id extends string>(id: Id, segment: string, summary: string) =>
  endpoint(id, 'GET', `${service}/${segment}`, {
    chapter: camera,
    summary,
    results: ofSearch,
    query: searchByLinkFields,
    answer: answers.search,
  });

/** Every endpoint, in the guide's order. */
export const endpoints = {
  createService: endpoint('createService', 'POST', services, {
    chapter: management,
    summary: 'Create a service',
    results: [...always, 'DuplicateServiceName', 'ServiceQuotaExceededException'],
    body: { kind: 'json', schema: createServiceBody },
  }),
  deleteService: endpoint('deleteService', 'DELETE', service, {
    chapter: management,
    summary: 'Delete a service and everything in it, also while jobs are in progress',
    results: ofService,
  }),
  listServices: endpoint('listServices', 'GET', services, {
    chapter: management,
    summary: 'List the services in order of creation',
    results: always,
    answer: answers.services,
  }),
  getService: endpoint('getService', 'GET', service, {
    chapter: management,
    summary: 'Show a service',
    results: ofService,
    answer: answers.service,
  }),
  searchByProduct: endpoint('searchByProduct', 'GET', `${service}/products/{productId}/search`, {
    chapter: recommendation,
    summary: 'Products similar to a product',
    results: [...ofService, 'NotFoundProductId'],
    query: searchByProductFields,
    answer: answers.search,
  }),
  detect: endpoint('detect', 'GET', `${service}/detect`, {
    chapter: camera,
    summary: 'Find the fashion items in a picture',
    results: ofPicture,
    query: detectFields,
    answer: answers.detect,
  }),
  searchByLink: searchByLinkEndpoint('searchByLink', 'search', 'Products similar to a detected item'),
  searchByLinkAlias: searchByLinkEndpoint('searchByLinkAlias', 'image', 'Another path of search by link'),
  searchByPicture: endpoint('searchByPicture', 'POST', `${service}/search`, {
    chapter: camera,
    summary: 'Products similar to the largest item of a picture',
    results: ofSearch,
    body: {
      kind: 'multipart',
      fields: searchByPictureFields,
      file: {
        name: 'imageFile',
        description: `A picture of at most ${limits.pictures.bytes} bytes`,
        orField: 'imageUrl',
        mediaTypes: ['image/png', 'image/jpeg', 'image/gif'],
      },
    },
    answer: answers.searchByPicture,
  }),
  tag: endpoint('tag', 'GET', `${service}/tag`, {
    chapter: tagging,
    summary: 'Describe the fashion items in a picture',
    results: ofPicture,
    query: tagFields,
    answer: answers.tag,
  }),
  createIndex: endpoint('createIndex', 'POST', `${service}/indexes`, {
    chapter: indexing,
    summary: 'Add, update and delete products by a data file',
    results: [...ofService, 'InvalidFileError', 'NoDataError', 'ExceedDataSizeError', 'TooManyRequestError'],
    body: {
      kind: 'multipart',
      fields: createIndexFields,
      file: {
        name: 'file',
        description: `A data file of at most ${limits.indexing.fileBytes} bytes and ${limits.indexing.lines} lines of at most ${limits.indexing.lineBytes} bytes: JSONL, each line a ProductLine, or CSV without a header, with the columns ${lineColumns.join(', ')}`,
        orField: 'link',
        mediaTypes: ['application/jsonl', 'text/csv', 'application/octet-stream'],
      },
    },
    answer: answers.createIndex,
  }),
  listIndexes: endpoint('listIndexes', 'GET', `${service}/indexes`, {
    chapter: indexing,
    summary: 'List index jobs',
    results: ofService,
    query: listIndexesFields,
    answer: answers.jobs,
  }),
  getIndex: endpoint('getIndex', 'GET', `${service}/indexes/{indexId}`, {
    chapter: indexing,
    summary: 'Show an index job with its product ids',
    results: [...ofService, 'NotFoundIndexId'],
    query: getIndexFields,
    answer: answers.job,
  }),
};

export type EndpointId =
  | 'createService'
  | 'deleteService'
  | 'listServices'
  | 'getService'
  | 'searchByProduct'
  | 'detect'
  | 'searchByLink'
  | 'searchByLinkAlias'
  | 'searchByPicture'
  | 'tag'
  | 'createIndex'
  | 'listIndexes'
  | 'getIndex';
