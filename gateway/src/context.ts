import type { Catalog } from '@openfashion/catalog';
import type { Bytes, Milliseconds } from '@openfashion/contract';
import type { Decoder, Downloader } from '@openfashion/imaging';
import type { Indexing } from '@openfashion/indexing';
import type { Detector, Embedders, Tagger } from '@openfashion/inference';
import type { Health, Logger, Metrics } from '@openfashion/telemetry';
import type { Tenancy } from '@openfashion/tenancy';

/** Everything the gateway works on: ports and settings, composed by the process that runs it. */
export interface GatewayContext {
  readonly tenancy: Tenancy;
  readonly catalog: Catalog;
  readonly indexing: Pick<Indexing, 'openSlot' | 'accept' | 'list' | 'detail'>;
  readonly detector: Detector;
  /** Searched is with vectors of the service's embedding; new services get the default's. */
  readonly embedders: Embedders;
  readonly tagger: Tagger;
  readonly downloader: Downloader;
  readonly decoder: Decoder;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly health: Health;
  /** Key under which links are sealed: the same on every gateway of a deployment. */
  readonly linkKey: Uint8Array;
  /** How long one request waits for the models. */
  readonly inferenceTimeout: Milliseconds;
  /** Memory for pictures kept between a detect and the searches by its links. */
  readonly pictureCacheBytes: Bytes;
  /** Memory that uploads may hold together. */
  readonly uploadBytes: Bytes;
  /** Folders served as they are, such as the sample pictures: path prefix to folder. */
  readonly folders: Readonly<Record<string, string>>;
}
