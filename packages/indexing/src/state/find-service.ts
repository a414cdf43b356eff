import type { Service, Tenancy } from '@openfashion/tenancy';

/** The service as it stands now, unless it was deleted. */
export async function findService(
  tenancy: Pick<Tenancy, 'listServices'>,
  { appKey, service }: { readonly appKey: string; readonly service: string },
): Promise<Service | undefined> {
  const services = await tenancy.listServices(appKey);
  return services.find(({ id }) => id === service);
}
