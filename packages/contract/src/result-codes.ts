/**
 * The one table of result codes: number, constant (`resultMessage`), meaning.
 * Source: the tables "오류 코드" of the v2.0 guide; rules 1.1, 1.2 and 1.5 of decisions.md.
 */
export const resultCodes = {
  SUCCESS: { code: 0, message: 'SUCCESS', meaning: 'the request succeeded' },
  InvalidParam: { code: -40000, message: 'InvalidParam', meaning: 'a parameter is wrong' },
  InvalidFileError: {
    code: -40010,
    message: 'InvalidFileError',
    meaning: 'the data file could not be delivered or read',
  },
  NoDataError: { code: -40020, message: 'NoDataError', meaning: 'the data file is empty' },
  ExceedDataSizeError: {
    code: -40030,
    message: 'ExceedDataSizeError',
    meaning: 'the data file has too many bytes or lines',
  },
  NotFoundProductId: { code: -40050, message: 'NotFoundProductId', meaning: 'no product has this id' },
  TooManyRequestError: {
    code: -40080,
    message: 'TooManyRequestError',
    meaning: 'another index request for this service is under way',
  },
  NotFoundIndexId: { code: -40090, message: 'NotFoundIndexId', meaning: 'no index job has this id' },
  NoApiFound: { code: -40400, message: 'NoApiFound', meaning: 'no route has this path (HTTP 404)' },
  UnauthorizedAppKeyOrSecretKey: {
    code: -41005,
    message: 'UnauthorizedAppKeyOrSecretKey',
    meaning: 'unknown app key, or a missing, wrong or revoked secret key',
  },
  NotExistService: { code: -42000, message: 'NotExistService', meaning: 'the app key has no service of this name' },
  DuplicateServiceName: {
    code: -42010,
    message: 'DuplicateServiceName',
    meaning: 'the app key has a service of this name',
  },
  ServiceQuotaExceededException: {
    code: -42030,
    message: 'ServiceQuotaExceededException',
    meaning: 'the app key has as many services as it may have',
  },
  ImageTooLargeException: {
    code: -45020,
    message: 'ImageTooLargeException',
    meaning: 'the picture has too many bytes or pixels',
  },
  InvalidImageFormatException: {
    code: -45040,
    message: 'InvalidImageFormatException',
    meaning: 'the picture is not a readable PNG, JPEG or GIF',
  },
  InvalidImageURLException: {
    code: -45050,
    message: 'InvalidImageURLException',
    meaning: 'the address cannot be fetched',
  },
  ImageTimeoutError: { code: -45060, message: 'ImageTimeoutError', meaning: 'the download took too long' },
  NoDetectedFashionItems: {
    code: -45070,
    message: 'NoDetectedFashionItems',
    meaning: 'the picture shows no fashion item',
  },
  InternalServerError: {
    code: -50000,
    message: 'InternalServerError',
    meaning: 'an unexpected failure, or a dependency is down',
  },
} as const satisfies Record<string, { code: number; message: string; meaning: string }>;

/** Name of a row of {@link resultCodes}; equal to its `resultMessage`. */
export type ResultName = keyof typeof resultCodes;
