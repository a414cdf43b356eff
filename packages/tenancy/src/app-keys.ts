import { randomBytes } from 'node:crypto';
import { type Backplane, records } from '@openfashion/backplane';
import { ContractError, type UnixSeconds } from '@openfashion/contract';
import { z } from 'zod';
import { changeRecord } from './change.js';
import { TenancyError } from './errors.js';
import { createSecret, matchesSecret, maxSecrets, storedSecret } from './secrets.js';
import type { Tenancy } from './tenancy.js';

const appKeyRecord = z.object({ label: z.string().optional(), createdAt: z.number(), secrets: z.array(storedSecret) });
type AppKeyRecord = z.infer<typeof appKeyRecord>;

/** Rule 2.2. What has another form is no app key of ours, and no key of the store. */
const appKeyPattern = /^[A-Za-z0-9_-]{16,64}$/;
/** A header longer than this holds no secret of ours; it is not even hashed. */
const maxHeader = 256;

type AppKeys = Pick<
  Tenancy,
  'createAppKey' | 'addSecret' | 'revokeSecret' | 'revokeAppKey' | 'listAppKeys' | 'authenticate'
>;

export function createAppKeys(backplane: Backplane, now: () => UnixSeconds): AppKeys {
  const keys = records(backplane.keyValue('app-keys'), appKeyRecord);
  const change = (appKey: string, change: (record: AppKeyRecord) => AppKeyRecord) => {
    if (!appKeyPattern.test(appKey)) throw unknownAppKey(appKey);
    return changeRecord(keys, appKey, (record) => {
      if (record === undefined) throw unknownAppKey(appKey);
      return change(record);
    });
  };

  return {
    async createAppKey({ label } = {}) {
      const appKey = newAppKey();
      const { secretKey, stored } = createSecret(now());
      await keys.create(appKey, { createdAt: now(), secrets: [stored], ...(label !== undefined && { label }) });
      return { appKey, secretKey };
    },
    async addSecret(appKey) {
      const { secretKey, stored } = createSecret(now());
      await change(appKey, (record) => {
        if (record.secrets.length >= maxSecrets) {
          throw new TenancyError(`app key ${appKey} has five live secrets, which is the most: revoke one first`);
        }
        return { ...record, secrets: [...record.secrets, stored] };
      });
      return { secretId: stored.id, secretKey };
    },
    async revokeSecret(appKey, secretId) {
      await change(appKey, (record) => {
        const secrets = record.secrets.filter(({ id }) => id !== secretId);
        if (secrets.length === record.secrets.length) {
          throw new TenancyError(`app key ${appKey} has no live secret ${secretId}`);
        }
        return { ...record, secrets };
      });
    },
    async revokeAppKey(appKey) {
      await change(appKey, (record) => ({ ...record, secrets: [] }));
    },
    async listAppKeys() {
      const stored = await keys.list('');
      return stored
        .map(({ key, value: { label, createdAt, secrets } }) => ({
          appKey: key,
          createdAt,
          secrets: secrets.map(({ id, createdAt: secretCreatedAt }) => ({ id, createdAt: secretCreatedAt })),
          ...(label !== undefined && { label }),
        }))
        .sort((a, b) => a.createdAt - b.createdAt);
    },
    async authenticate(appKey, authorization = '') {
      // One read and one comparison whatever is wrong, so that time tells nothing (rule 2.1).
      const record = await keys.get(appKeyPattern.test(appKey) ? appKey : '-');
      const presented = authorization.slice(0, maxHeader + 1).replace(/^Bearer /, '');
      if (!matchesSecret(presented, record?.value.secrets ?? [])) {
        throw new ContractError(
          'UnauthorizedAppKeyOrSecretKey',
          'the app key is unknown or its secret key is not this one',
        );
      }
    },
  };
}

/** A dash at its beginning would make an option of it on a command line. */
export const newAppKey = (random: (bytes: number) => Buffer = randomBytes): string =>
  random(15).toString('base64url').replace(/^-/, 'A');

const unknownAppKey = (appKey: string) => new TenancyError(`no app key ${appKey.slice(0, 64)}`);
