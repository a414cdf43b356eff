import type { EmbedderFolder, Embedders } from '@openfashion/inference';
import type { Logger } from '@openfashion/telemetry';
import type { ModelChanges, Tenancy } from '@openfashion/tenancy';

export interface ModelChangeContext {
  readonly tenancy: Pick<Tenancy, 'allServices'>;
  readonly modelChanges: ModelChanges;
  readonly embedders: Embedders;
  /** Embedders that the folder of models has. */
  readonly folders: readonly EmbedderFolder[];
  readonly logger: Logger;
}

/**
 * On a single node an embedder that took another one's place says what is wanted: where services have vectors of
 * another id than new ones get, begin a change that switches by itself, or see that it goes on. Services with the
 * vectors of a model that is still to come (`embedder-next`) are ahead, and are left alone; so is a change that an
 * operator began.
 */
export async function followEmbedder(context: ModelChangeContext): Promise<void> {
  const { tenancy, modelChanges, embedders, folders, logger } = context;
  const to = embedders.default.embedding.id;
  const change = await modelChanges.current();
  if (change !== undefined && !(change.automatic && change.to === to && change.state === 'running')) return;
  const next = folders.find(({ role }) => role === 'next');
  const services = (await tenancy.allServices()).map(({ service }) => service);
  const others = services.filter(({ embedding }) => embedding !== to);
  const behind = others.filter(({ embedding }) => embedding !== next?.embedding);
  if (behind.length < others.length) {
    logger.warn(
      { next: next?.embedding, to },
      'services have vectors of embedder-next, new ones get those of embedder',
    );
  }
  if (change === undefined && behind.length === 0) return;
  const old = new Set([...behind.map(({ embedding }) => embedding), ...(change ? [change.from] : [])]);
  const missing = [...old].filter((embedding) => embedders.of(embedding) === undefined);
  const unanswered = behind.filter(({ embedding }) => missing.includes(embedding));
  if (unanswered.length > 0) {
    logger.warn(
      { missing, services: unanswered.map(({ name }) => name) },
      'no embedder makes the vectors of these services (it is looked for in embedder-previous of the models): until they ' +
        'are re-embedded, searches by picture and link are answered -50000 and index jobs wait; search by product id goes on',
    );
  }
  await modelChanges.start(to, { automatic: true, oneWay: missing.length > 0 });
  logger.info({ to, services: behind.length }, 'services are re-embedded in the background, and switch by themselves');
}
