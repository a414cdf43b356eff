export { answers, type JobDetail, type JobSummary, type ServiceAnswer } from './answers.js';
export { type ChildController, childOf } from './child-signal.js';
export { type DataFile, readDataFile } from './data-file/data-file.js';
export { type LineFailure, type ProductFields, type ProductLine, parseLine } from './data-file/product-line.js';
export { lineColumns } from './data-file/record.js';
export { type Endpoint, type EndpointId, endpoints } from './endpoints.js';
export { type Envelope, failure, success } from './envelope.js';
export { Conflict, ContractError, DeadlineExceeded, Overloaded, PortFailure, Unavailable } from './errors.js';
export { type Filter, type FilterField, filterFields, parseFilters } from './filters.js';
export { limits } from './limits.js';
export { openApiDocument } from './openapi/document.js';
export { decodePathSegment, type Parameters, parseQueryString } from './parameters.js';
export { echoQuery } from './query-echo.js';
export {
  type DataFormat,
  dataFormats,
  type JobOrder,
  type JobStatus,
  jobOrderFields,
  jobStatuses,
  type ListIndexesRequest,
  parseCreateIndex,
  parseGetIndex,
  parseListIndexes,
} from './requests/indexes.js';
export { type Language, languages, parseDetect, parseTag } from './requests/pictures.js';
export {
  parseSearchByLink,
  parseSearchByPicture,
  parseSearchByProduct,
  type SearchRequest,
} from './requests/search.js';
export { parseCreateService, parseIndexId, parseProductId, parseServiceName } from './requests/services.js';
export { type ResultName, resultCodes } from './result-codes.js';
export { taxonomy } from './taxonomy.js';
export type { Bytes, Milliseconds, Pixels, UnixSeconds } from './units.js';
