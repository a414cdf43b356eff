import { randomBytes } from 'node:crypto';
import { type Backplane, records } from '@openfashion/backplane';
import { ContractError, limits, type UnixSeconds } from '@openfashion/contract';
import { z } from 'zod';
import { changeRecord } from './change.js';
import { currentChange, openModelChangeStores } from './model-change/records.js';
import { bornAlso } from './model-change/standing.js';
import type { OwnedService, Service, Tenancy } from './tenancy.js';

/** A service as it is stored. */
export const serviceSchema = z.object({
  id: z.string(),
  name: z.string(),
  createdAt: z.number(),
  embedding: z.string(),
  also: z.string().exactOptional(),
});
/** All services of one app key in one record: compare-and-set on it decides quota and duplicates. */
const servicesRecord = z.object({ live: z.array(serviceSchema), deleted: z.array(serviceSchema) });
type ServicesRecord = z.infer<typeof servicesRecord>;
const none: ServicesRecord = { live: [], deleted: [] };

type Services = Pick<
  Tenancy,
  | 'createService'
  | 'deleteService'
  | 'listServices'
  | 'getService'
  | 'isAlive'
  | 'changeEmbeddings'
  | 'deletedServices'
  | 'forgetDeleted'
  | 'allServices'
>;

export function createServices(backplane: Backplane, now: () => UnixSeconds): Services {
  const { change: changes } = openModelChangeStores(backplane);
  const keys = records(backplane.keyValue('services'), servicesRecord);
  const read = async (appKey: string) => (await keys.get(appKey))?.value ?? none;
  const change = (appKey: string, change: (record: ServicesRecord) => ServicesRecord) =>
    changeRecord(keys, appKey, (record) => change(record ?? none));
  const every = async (part: keyof ServicesRecord): Promise<OwnedService[]> => {
    const stored = await keys.list('');
    return stored.flatMap(({ key, value }) => value[part].map((one) => ({ appKey: key, service: one })));
  };

  return {
    async createService(appKey, name, embedding) {
      const also = bornAlso((await changes.get(currentChange))?.value, embedding);
      const made: Service = {
        id: randomBytes(12).toString('hex'),
        name,
        createdAt: now(),
        embedding,
        ...(also !== undefined && { also }),
      };
      await change(appKey, (record) => {
        if (find(record, name)) throw new ContractError('DuplicateServiceName', `serviceName: ${name} is taken`);
        if (record.live.length >= limits.services.perAppKey) {
          throw new ContractError(
            'ServiceQuotaExceededException',
            `an app key has at most ${limits.services.perAppKey} services`,
          );
        }
        return { ...record, live: [...record.live, made] };
      });
      return made;
    },
    async deleteService(appKey, name) {
      const gone: Service[] = [];
      await change(appKey, (record) => {
        const found = find(record, name) ?? unknownService(name);
        gone.splice(0, 1, found);
        return {
          live: record.live.filter(({ id }) => id !== found.id),
          deleted: [...record.deleted, found],
        };
      });
      return gone[0] ?? unknownService(name);
    },
    listServices: async (appKey) => (await read(appKey)).live,
    getService: async (appKey, name) => find(await read(appKey), name) ?? unknownService(name),
    isAlive: async (appKey, serviceId) => (await read(appKey)).live.some(({ id }) => id === serviceId),
    async changeEmbeddings(appKey, serviceId, changed) {
      await change(appKey, (record) => ({
        ...record,
        live: record.live.map((one) => {
          if (one.id !== serviceId) return one;
          const { id, name, createdAt } = one;
          const { embedding, also } = changed(one);
          return { id, name, createdAt, embedding, ...(also !== undefined && { also }) };
        }),
      }));
    },
    deletedServices: () => every('deleted'),
    async forgetDeleted(appKey, serviceId) {
      await change(appKey, (record) => ({ ...record, deleted: record.deleted.filter(({ id }) => id !== serviceId) }));
    },
    allServices: () => every('live'),
  };
}

const find = (record: ServicesRecord, name: string) => record.live.find((one) => one.name === name);

function unknownService(name: string): never {
  throw new ContractError('NotExistService', `serviceName: no service ${name}`);
}
