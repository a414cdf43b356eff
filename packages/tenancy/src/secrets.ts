import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';

/** A secret as it is stored: not itself, but its SHA-256 (rule 2.2). */
export const storedSecret = z.object({ id: z.string(), hash: z.string(), createdAt: z.number() });
export type StoredSecret = z.infer<typeof storedSecret>;

/** How many secrets of one app key may be live (rule 2.2). */
export const maxSecrets = 5;

const hash = (secret: string) => createHash('sha256').update(secret).digest('base64url');

/** A new secret of 256 random bits, and what is stored of it. */
export function createSecret(createdAt: number): { readonly secretKey: string; readonly stored: StoredSecret } {
  const secretKey = randomBytes(32).toString('base64url');
  return { secretKey, stored: { id: randomBytes(6).toString('hex'), hash: hash(secretKey), createdAt } };
}

/** No secret hashes to this. */
const never = hash(randomBytes(32).toString('hex'));

/**
 * Whether a presented secret is one of these. Always compares with as many hashes, so that neither the number of
 * secrets nor which one fits shows in the time it takes.
 */
export function matchesSecret(presented: string, secrets: readonly StoredSecret[]): boolean {
  const given = Buffer.from(hash(presented));
  let matches = 0;
  for (let index = 0; index < maxSecrets; index++) {
    const known = secrets[index]?.hash ?? never;
    matches |= Number(timingSafeEqual(given, Buffer.from(known)));
  }
  return matches === 1;
}
