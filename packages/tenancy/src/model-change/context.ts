import type { UnixSeconds } from '@openfashion/contract';
import { TenancyError } from '../errors.js';
import type { OwnedService, Tenancy } from '../tenancy.js';
import type { ServiceStanding } from './model-changes.js';
import { currentChange, type ModelChange, type ModelChangeStores } from './records.js';
import { standingOf } from './standing.js';

/** What the parts of a model change work on. */
export interface ChangeContext extends ModelChangeStores {
  readonly tenancy: Pick<Tenancy, 'allServices' | 'changeEmbeddings'>;
  readonly now: () => UnixSeconds;
}

export const readChange = async ({ change }: ChangeContext): Promise<ModelChange | undefined> =>
  (await change.get(currentChange))?.value;

/** @throws TenancyError where no change is under way */
export async function requireRunning(context: ChangeContext): Promise<ModelChange> {
  const change = await readChange(context);
  if (change === undefined) throw new TenancyError('no model change is under way');
  if (change.state === 'ending') throw new TenancyError(`the change to ${change.to} is over and being tidied up`);
  return change;
}

/** Every service and where it stands. */
export async function readStandings({ reembeddings, tenancy }: ChangeContext): Promise<ServiceStanding[]> {
  const records = new Map((await reembeddings.list('')).map(({ key, value }) => [key, value]));
  return (await tenancy.allServices()).map(({ appKey, service }) => {
    const reembedding = records.get(service.id);
    return { appKey, service, standing: standingOf(service, reembedding), ...(reembedding && { reembedding }) };
  });
}

/** Services as an operator may name them. */
export const named = (services: readonly OwnedService[]): string =>
  services.map(({ appKey, service: { name } }) => `${appKey}/${name}`).join(', ');
