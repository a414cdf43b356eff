import type { z } from 'zod';
import { answers } from './answers.js';
import type { Fields } from './fields.js';
import { createIndexFields, getIndexFields, listIndexesFields } from './requests/indexes.js';
import { detectFields, tagFields } from './requests/pictures.js';
import { filterNames, searchByLinkFields, searchByPictureFields, searchByProductFields } from './requests/search.js';
import { createServiceBody } from './requests/services.js';
import type { ResultName } from './result-codes.js';

/** One endpoint of v2.0, as the guide's section about it. */
export interface Endpoint<Id extends string = EndpointId> {
  readonly id: Id;
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Path with `{variables}`. */
  readonly path: string;
  readonly summary: string;
  /** Rows of the result table that it may answer (rule 1.7). */
  readonly results: readonly ResultName[];
  readonly query: Fields;
  /** Whether `filter.*` parameters are read. */
  readonly filters: boolean;
  readonly body?: Body;
  /** `data` of a success; absent where a success has none. */
  readonly answer?: z.ZodType;
  /** Names that `data.query` echoes, in the order of the guide's table (rule 5.8); empty where there is none. */
  readonly echo: readonly string[];
}

export type Body =
  | { readonly kind: 'json'; readonly schema: z.ZodType }
  | { readonly kind: 'multipart'; readonly fields: Fields; readonly file: string };

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
  more: Pick<Endpoint, 'summary' | 'results'> & Partial<Endpoint>,
): Endpoint<Id> => ({ query: {}, filters: false, echo: [], ...more, id, method, path });

const searchByLinkEndpoint = <const Id extends string>(id: Id, segment: string, summary: string) =>
  endpoint(id, 'GET', `${service}/${segment}`, {
    summary,
    results: ofSearch,
    query: searchByLinkFields,
    filters: true,
    answer: answers.search,
    echo: ['limit', 'link', ...filterNames, 'minSimilarity', 'includeDuplicates'],
  });

/** Every endpoint, in the guide's order. */
export const endpoints = {
  createService: endpoint('createService', 'POST', services, {
    summary: 'Create a service',
    results: [...always, 'DuplicateServiceName', 'ServiceQuotaExceededException'],
    body: { kind: 'json', schema: createServiceBody },
  }),
  deleteService: endpoint('deleteService', 'DELETE', service, {
    summary: 'Delete a service and everything in it, also while jobs are in progress',
    results: ofService,
  }),
  listServices: endpoint('listServices', 'GET', services, {
    summary: 'List the services in order of creation',
    results: always,
    answer: answers.services,
  }),
  getService: endpoint('getService', 'GET', service, {
    summary: 'Show a service',
    results: ofService,
    answer: answers.service,
  }),
  searchByProduct: endpoint('searchByProduct', 'GET', `${service}/products/{productId}/search`, {
    summary: 'Products similar to a product',
    results: [...ofService, 'NotFoundProductId'],
    query: searchByProductFields,
    filters: true,
    answer: answers.search,
    echo: ['limit', ...filterNames, 'minSimilarity', 'includeDuplicates'],
  }),
  detect: endpoint('detect', 'GET', `${service}/detect`, {
    summary: 'Find the fashion items in a picture',
    results: ofPicture,
    query: detectFields,
    answer: answers.detect,
    echo: ['path'],
  }),
  searchByLink: searchByLinkEndpoint('searchByLink', 'search', 'Products similar to a detected item'),
  searchByLinkAlias: searchByLinkEndpoint('searchByLinkAlias', 'image', 'Another path of search by link'),
  searchByPicture: endpoint('searchByPicture', 'POST', `${service}/search`, {
    summary: 'Products similar to the largest item of a picture',
    results: ofSearch,
    filters: true,
    body: { kind: 'multipart', fields: searchByPictureFields, file: 'imageFile' },
    answer: answers.searchByPicture,
  }),
  tag: endpoint('tag', 'GET', `${service}/tag`, {
    summary: 'Describe the fashion items in a picture',
    results: ofPicture,
    query: tagFields,
    answer: answers.tag,
    echo: ['path', 'lang', 'itemLimit'],
  }),
  createIndex: endpoint('createIndex', 'POST', `${service}/indexes`, {
    summary: 'Add, update and delete products by a data file',
    results: [...ofService, 'InvalidFileError', 'NoDataError', 'ExceedDataSizeError', 'TooManyRequestError'],
    body: { kind: 'multipart', fields: createIndexFields, file: 'file' },
    answer: answers.createIndex,
  }),
  listIndexes: endpoint('listIndexes', 'GET', `${service}/indexes`, {
    summary: 'List index jobs',
    results: ofService,
    query: listIndexesFields,
    answer: answers.jobs,
  }),
  getIndex: endpoint('getIndex', 'GET', `${service}/indexes/{indexId}`, {
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
