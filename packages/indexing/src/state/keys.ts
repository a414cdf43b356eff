/** Digits of a job's number in keys and in index ids (48 bits): keys sort as numbers do. */
const digits = 15;

const padded = (number: number) => String(number).padStart(digits, '0');

export const jobsKey = (service: string) => `${service}/`;
export const jobKey = (service: string, job: number) => `${service}/${padded(job)}`;
export const chunksKey = (service: string, job: number) => `${jobKey(service, job)}/`;
export const chunkKey = (service: string, job: number, chunk: number) => `${jobKey(service, job)}/${chunk}`;
/** Of the one report that the reports of a tidied job's chunks become. */
export const wholeReportKey = (service: string, job: number) => `${jobKey(service, job)}/whole`;

/** What a key of a job, or of anything below one, says. */
export function parseKey(key: string): { readonly service: string; readonly job: number; readonly chunk: number } {
  const [service = '', job = '', chunk = ''] = key.split('/');
  return { service, job: Number(job), chunk: Number(chunk) };
}
