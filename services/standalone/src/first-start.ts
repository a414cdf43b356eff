import type { Tenancy } from '@openfashion/tenancy';
import { samplesLabel } from './samples.js';

export interface KeyPair {
  readonly appKey: string;
  readonly secretKey: string;
}

/** Key pairs made by this start; secrets are shown once and cannot be asked for again (rule 2.2). */
export interface NewKeys {
  readonly user?: KeyPair;
  readonly samples?: KeyPair;
}

/**
 * On a new data folder, make the user's key pair and, if asked for, the sample tenant's. The user's comes last and
 * marks the end: a start that died in between is a first start again.
 */
export async function createFirstKeys(tenancy: Tenancy, samples: boolean): Promise<NewKeys> {
  const known = await tenancy.listAppKeys();
  if (known.some(({ label }) => label !== samplesLabel)) return {};
  const samplePair = samples && known.length === 0 ? await tenancy.createAppKey({ label: samplesLabel }) : undefined;
  const user = await tenancy.createAppKey({ label: 'default' });
  return { user, ...(samplePair && { samples: samplePair }) };
}

/** The app key that owns the sample catalogue, if this data folder has one. */
export async function samplesAppKey(tenancy: Tenancy): Promise<string | undefined> {
  const known = await tenancy.listAppKeys();
  return known.find(({ label }) => label === samplesLabel)?.appKey;
}
