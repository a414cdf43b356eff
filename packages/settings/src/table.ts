import { z } from 'zod';

/** A value read from the environment: always text. */
const text = z.string();
const integer = (min: number, max: number) =>
  text
    .regex(/^\d{1,15}$/, 'must be a whole number')
    .transform(Number)
    .refine((value) => value >= min && value <= max, `must be ${min} to ${max}`);
const share = text.regex(/^(0(\.\d{1,6})?|1(\.0{1,6})?)$/, 'must be 0 to 1').transform(Number);
const boolean = z.enum(['true', 'false'], 'must be true or false').transform((value) => value === 'true');
const origin = text
  .refine((value) => {
    const url = URL.canParse(value) ? new URL(value) : null;
    return url !== null && /^https?:$/.test(url.protocol) && url.search + url.hash + url.username + url.password === '';
  }, 'must be an http or https address without password and query')
  .transform((value) => value.replace(/\/+$/, ''));
const list = text.transform((value) =>
  value
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== ''),
);
const target = text.regex(/^((dns|ipv4|ipv6|unix):\S+|[^\s/]+:\d{1,5})$/, 'must be host:port');
const origins = list.pipe(z.array(origin).min(1, 'must not be empty'));
const pair = /^(?:([a-z0-9][a-z0-9._-]{0,63})=)?(\S*)$/;
/** One address, or several with the embedding id of what is made there; an address may have commas of its own. */
const embedders = text
  .transform((value) =>
    value.split(/\s*,\s*(?=[a-z0-9][a-z0-9._-]{0,63}=)/).map((item) => {
      const [, embedding, address = ''] = pair.exec(item.trim()) ?? [];
      return { address, ...(embedding !== undefined && { embedding }) };
    }),
  )
  .refine((all) => all.every(({ address }) => target.safeParse(address).success), 'must be host:port')
  .refine(
    (all) => all.length === 1 || all.every(({ embedding }) => embedding !== undefined),
    'must be embedding-id=host:port where there are several',
  )
  .refine((all) => new Set(all.map(({ embedding }) => embedding)).size === all.length, 'must not repeat an id');
const file = text.min(1, 'must not be empty');
const natsUrls = text
  .transform((value) => value.split(',').map((item) => item.trim()))
  .refine(
    (items) => items.every((item) => /^(nats|tls):\/\/[^\s/?#]+\/?$/.test(item) && URL.canParse(item)),
    'must be nats://host:port or tls://host:port, several separated by commas',
  )
  .transform((items) => items.join(','));
const cidrs = list.refine(
  (items) => items.every((item) => /^[0-9a-fA-F:.]+\/\d{1,3}$/.test(item)),
  'must be CIDR blocks, separated by commas',
);

/** One setting: an environment variable, how its text is read, and what it is when it is not set. */
interface Setting {
  readonly variable: `OPENFASHION_${string}`;
  readonly type: string;
  readonly schema: z.ZodType;
  /** The text that stands for an unset variable; absent means that the setting is then absent too. */
  readonly default?: string;
  /** May hold a password: its value is never shown. */
  readonly secret?: true;
  readonly description: string;
}

/** Every setting of every process, in the order of the configuration reference (docs/configuration.md). */
export const settings = {
  host: {
    variable: 'OPENFASHION_HOST',
    type: 'address',
    schema: text.min(1, 'must not be empty'),
    default: '127.0.0.1',
    description: 'Address that the HTTP server listens on. `0.0.0.0` opens it to the network.',
  },
  port: {
    variable: 'OPENFASHION_PORT',
    type: '0–65535',
    schema: integer(0, 65_535),
    default: '8080',
    description: 'Port of the HTTP server; 0 takes a free one.',
  },
  operatorPort: {
    variable: 'OPENFASHION_OPERATOR_PORT',
    type: '0–65535',
    schema: integer(0, 65_535),
    description:
      'Another port on which a gateway of a cluster answers `/healthz`, `/readyz` and `/metrics`, from before its stores are there. Unset: only on its port, once it serves.',
  },
  publicUrl: {
    variable: 'OPENFASHION_PUBLIC_URL',
    type: 'address',
    schema: origin,
    description:
      'Address under which shoppers and the shop reach this server, as in the sample pictures’ addresses. Unset: `http://` host and port.',
  },
  dataDirectory: {
    variable: 'OPENFASHION_DATA_DIR',
    type: 'folder',
    schema: text.min(1, 'must not be empty'),
    default: './data',
    description: 'Folder of everything that is stored: keys, services, jobs, documents. One server at a time.',
  },
  modelsDirectory: {
    variable: 'OPENFASHION_MODELS_DIR',
    type: 'folder',
    schema: text.min(1, 'must not be empty'),
    description:
      'Folder with `detector/`, `embedder/` and `tagger/`; during a model change also `embedder-previous/` or `embedder-next/` (docs/model-change.md). Unset: the weights that come with the source.',
  },
  executionProvider: {
    variable: 'OPENFASHION_EXECUTION_PROVIDER',
    type: '`cpu`, `cuda` or `tensorrt`',
    schema: z.enum(['cpu', 'cuda', 'tensorrt'], 'must be cpu, cuda or tensorrt'),
    default: 'cpu',
    description:
      'Where the models run. A provider that is not installed, or does not really run the models, stops the start (docs/gpu.md).',
  },
  gpuDevice: {
    variable: 'OPENFASHION_GPU_DEVICE',
    type: '0–63',
    schema: integer(0, 63),
    default: '0',
    description: 'Which GPU the models run on, of those that the process sees.',
  },
  gpuMemory: {
    variable: 'OPENFASHION_GPU_MEMORY_MB',
    type: 'MB',
    schema: integer(64, 1_048_576),
    description: 'Most memory of the GPU that the arena of one model’s process takes (docs/gpu.md). Unset: no bound.',
  },
  inferenceThreads: {
    variable: 'OPENFASHION_INFERENCE_THREADS',
    type: '1–256',
    schema: integer(1, 256),
    default: '1',
    description: 'Threads that one run of one model uses.',
  },
  inferenceTimeout: {
    variable: 'OPENFASHION_INFERENCE_TIMEOUT_MS',
    type: 'ms',
    schema: integer(100, 600_000),
    default: '10000',
    description:
      'How long one request waits for its turn to be decoded and for all models together before it is answered -50000.',
  },
  detectorAddress: {
    variable: 'OPENFASHION_DETECTOR_ADDR',
    type: '`host:port`',
    schema: target,
    description:
      'gRPC address of a detector service; a host name may stand for several replicas (`dns:///detector:9090` is the same as `detector:9090`). Unset: the model runs in this process’s care.',
  },
  embedderAddress: {
    variable: 'OPENFASHION_EMBEDDER_ADDR',
    type: '`host:port`',
    schema: embedders,
    description:
      'The same of an embedder service. Of several: `embedding-id=host:port`, separated by commas, that of new services first (docs/model-change.md).',
  },
  taggerAddress: {
    variable: 'OPENFASHION_TAGGER_ADDR',
    type: '`host:port`',
    schema: target,
    description: 'The same of a tagger service.',
  },
  grpcPort: {
    variable: 'OPENFASHION_GRPC_PORT',
    type: '0–65535',
    schema: integer(0, 65_535),
    default: '9090',
    description: 'Port on which a model service takes calls; 0 takes a free one.',
  },
  grpcConnectionAge: {
    variable: 'OPENFASHION_GRPC_CONNECTION_AGE_MS',
    type: 'ms',
    schema: integer(1_000, 86_400_000),
    default: '30000',
    description:
      'About how long a model service keeps a connection before it ends it gracefully: so soon do callers find new replicas.',
  },
  tlsCa: {
    variable: 'OPENFASHION_TLS_CA',
    type: 'file',
    schema: file,
    description:
      'Certificates (PEM) of who signs the other side’s. With the next two: callers and model services know one another by mutual TLS. All three or none.',
  },
  tlsCertificate: {
    variable: 'OPENFASHION_TLS_CERT',
    type: 'file',
    schema: file,
    description: 'Own certificate (PEM), valid for servers and clients. Read again every minute.',
  },
  tlsKey: {
    variable: 'OPENFASHION_TLS_KEY',
    type: 'file',
    schema: file,
    description: 'Key of the own certificate (PEM).',
  },
  qdrantUrl: {
    variable: 'OPENFASHION_QDRANT_URL',
    type: 'addresses',
    schema: origins,
    secret: true,
    description:
      'Where Qdrant answers (docs/stores.md), e.g. `http://qdrant:6333`; of a cluster, those of all nodes, separated by commas: when one fails, the next is asked. Unset: documents are stored in the data folder.',
  },
  qdrantApiKey: {
    variable: 'OPENFASHION_QDRANT_API_KEY',
    type: 'text',
    schema: text.regex(/^[\x21-\x7e]+$/, 'must be visible ASCII characters'),
    secret: true,
    description: 'API key of Qdrant. Without TLS, anybody on the way can read it.',
  },
  qdrantCa: {
    variable: 'OPENFASHION_QDRANT_CA',
    type: 'file',
    schema: file,
    description: 'Certificates (PEM) of who signs Qdrant’s. Unset: those that the system trusts.',
  },
  qdrantPrefix: {
    variable: 'OPENFASHION_QDRANT_PREFIX',
    type: 'text',
    schema: text.regex(/^[a-z0-9_]{1,32}$/, 'must be 1 to 32 of a-z, 0-9 and _'),
    default: 'openfashion',
    description: 'What the names of all collections begin with; two deployments on one Qdrant need two.',
  },
  qdrantReplicas: {
    variable: 'OPENFASHION_QDRANT_REPLICATION_FACTOR',
    type: '1–16',
    schema: integer(1, 16),
    default: '1',
    description: 'Copies of each document, on as many nodes of the cluster.',
  },
  qdrantWriteConsistency: {
    variable: 'OPENFASHION_QDRANT_WRITE_CONSISTENCY_FACTOR',
    type: '1–16',
    schema: integer(1, 16),
    default: '1',
    description: 'Copies that must have a write before it counts as done.',
  },
  qdrantOrdering: {
    variable: 'OPENFASHION_QDRANT_ORDERING',
    type: '`weak`, `medium` or `strong`',
    schema: z.enum(['weak', 'medium', 'strong'], 'must be weak, medium or strong'),
    default: 'medium',
    description:
      'How writes of one document are ordered among copies. `strong` stops writes while one certain node is down.',
  },
  qdrantShards: {
    variable: 'OPENFASHION_QDRANT_SHARDS',
    type: '1–1000',
    schema: integer(1, 1_000),
    description: 'Parts into which a new collection is divided. Unset: as many as there are nodes.',
  },
  qdrantTimeout: {
    variable: 'OPENFASHION_QDRANT_TIMEOUT_MS',
    type: 'ms',
    schema: integer(100, 600_000),
    default: '10000',
    description: 'How long a read of Qdrant may take, with all its tries; a write may take three times as long.',
  },
  natsUrl: {
    variable: 'OPENFASHION_NATS_URL',
    type: 'addresses',
    schema: natsUrls,
    secret: true,
    description:
      'Servers of NATS JetStream that keep keys, jobs and files in a cluster: `nats://host:4222`, several separated by commas, with `user:password@` or `token@` where asked for; `tls://` insists on TLS (docs/stores.md). Unset: the data folder of this process.',
  },
  natsCredentials: {
    variable: 'OPENFASHION_NATS_CREDENTIALS',
    type: 'file',
    schema: file,
    description: 'Credentials file (`.creds`) with which NATS lets this process in.',
  },
  natsTlsCa: {
    variable: 'OPENFASHION_NATS_TLS_CA',
    type: 'file',
    schema: file,
    description: 'Certificates (PEM) of who signs those of the NATS servers. Unset: those that Node trusts.',
  },
  natsTlsCertificate: {
    variable: 'OPENFASHION_NATS_TLS_CERT',
    type: 'file',
    schema: file,
    description: 'Own certificate (PEM) for NATS servers that ask for one. With its key or not at all.',
  },
  natsTlsKey: {
    variable: 'OPENFASHION_NATS_TLS_KEY',
    type: 'file',
    schema: file,
    description: 'Key of that certificate (PEM).',
  },
  natsReplicas: {
    variable: 'OPENFASHION_NATS_REPLICAS',
    type: '1–5',
    schema: integer(1, 5),
    default: '1',
    description:
      'NATS servers that keep each stream: 3 go on when one is lost. Streams that are there already are changed at the start.',
  },
  natsPrefix: {
    variable: 'OPENFASHION_NATS_PREFIX',
    type: 'name',
    schema: text.regex(/^[a-z][a-z0-9-]{0,31}$/, 'must be a lower-case letter, then letters, digits or -, at most 32'),
    default: 'openfashion',
    description: 'Begins the names of all streams, so that several deployments can share NATS servers.',
  },
  natsTimeout: {
    variable: 'OPENFASHION_NATS_TIMEOUT_MS',
    type: 'ms',
    schema: integer(500, 60_000),
    default: '5000',
    description: 'How long a request to NATS is tried before it is answered -50000.',
  },
  decodePixels: {
    variable: 'OPENFASHION_DECODE_PIXELS',
    type: 'pixels',
    schema: integer(50_000_000, 10_000_000_000),
    default: '100000000',
    description:
      'Pixels of pictures that are decoded, or wait for the models, at the same time (about 3 bytes each), of requests and of index jobs apart; more wait for their turn.',
  },
  downloadAllowCidrs: {
    variable: 'OPENFASHION_DOWNLOAD_ALLOW_CIDRS',
    type: 'CIDR blocks',
    schema: cidrs,
    default: '',
    description:
      'Blocks of private addresses from which pictures and data files may be fetched all the same, e.g. `10.1.0.0/16`. The port rule still holds.',
  },
  downloadsPerHost: {
    variable: 'OPENFASHION_DOWNLOADS_PER_HOST',
    type: '1–256',
    schema: integer(1, 256),
    default: '8',
    description: 'Downloads at once from one host while indexing.',
  },
  pictureCache: {
    variable: 'OPENFASHION_PICTURE_CACHE_MB',
    type: 'MB',
    schema: integer(0, 65_536),
    default: '64',
    description:
      'Memory for pictures that a detect request fetched, kept two minutes for the searches by their links. 0 turns it off.',
  },
  samples: {
    variable: 'OPENFASHION_SAMPLES',
    type: '`true` or `false`',
    schema: boolean,
    default: 'true',
    description:
      'Index the sample catalogue when the data folder is new, and serve its pictures under `/samples/`; never on the stores of a cluster.',
  },
  tracesUrl: {
    variable: 'OPENFASHION_TRACES_URL',
    type: 'address',
    schema: origin,
    description:
      'Where an OpenTelemetry collector takes traces by OTLP over HTTP, e.g. `http://collector:4318/v1/traces`. Unset: nothing is traced ([traces](traces.md)).',
  },
  tracesRatio: {
    variable: 'OPENFASHION_TRACES_RATIO',
    type: '0–1',
    schema: share,
    default: '0.1',
    description: 'Share of the traces begun here that is kept. What a caller’s `traceparent` says comes first.',
  },
  logLevel: {
    variable: 'OPENFASHION_LOG_LEVEL',
    type: '`debug`, `info`, `warn`, `error` or `silent`',
    schema: z.enum(['debug', 'info', 'warn', 'error', 'silent'], 'must be debug, info, warn, error or silent'),
    default: 'info',
    description: 'Least severe kind of log line. Each request is an `info` line.',
  },
  shutdownGrace: {
    variable: 'OPENFASHION_SHUTDOWN_GRACE_MS',
    type: 'ms',
    schema: integer(0, 600_000),
    default: '25000',
    description: 'How long SIGTERM waits for what was accepted before what is left is cut off.',
  },
} as const satisfies Record<string, Setting>;

export type SettingName = keyof typeof settings;
type Value<Name extends SettingName> = z.output<(typeof settings)[Name]['schema']>;

/** Settings that have no default may be absent. */
export type Settings<Name extends SettingName = SettingName> = {
  readonly [Key in Name]: (typeof settings)[Key] extends { default: string } ? Value<Key> : Value<Key> | undefined;
};
