export { createTenancy, type TenancyOptions } from './create-tenancy.js';
export { TenancyError } from './errors.js';
export type { AppKey, OwnedService, Service, Tenancy } from './tenancy.js';
