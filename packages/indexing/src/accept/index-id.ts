import { randomBytes } from 'node:crypto';

const pattern = /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/**
 * A UUID of version 8 (RFC 9562): 74 random bits, and the job's number in the last 48, so that a job is found by its
 * id without an index of ids. What is found must have this very id.
 */
export function makeIndexId(job: number): string {
  const random = randomBytes(10);
  random[6] = ((random[6] ?? 0) & 0x0f) | 0x80;
  random[8] = ((random[8] ?? 0) & 0x3f) | 0x80;
  const hex = random.toString('hex') + job.toString(16).padStart(12, '0');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** @returns undefined for what is no id of ours */
export function jobOfIndexId(id: string): number | undefined {
  return pattern.test(id) ? Number.parseInt(id.slice(-12), 16) : undefined;
}
