import { mkdir, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Place, SharedEngines } from '@openfashion/composition/operator';
import { type Milliseconds, Unavailable } from '@openfashion/contract';
import type { Operator, Transfers } from '@openfashion/tenancy/operator';
import { explain, Unreachable, UsageError } from './failures.js';
import { remark } from './output/print.js';

interface Opened {
  readonly operator: Operator & Transfers;
  /** Whether a server runs on the folder. */
  readonly running: boolean;
  close(): Promise<void>;
}

export interface OperatorOptions {
  /** Make the folder if it is not there. */
  readonly createFolder?: boolean;
  /** How long a folder may be held by one who does not answer yet: a server that starts or stops, another command. */
  readonly patience?: Milliseconds;
}

/**
 * Do the operator's work: on the stores of a cluster, or on a data folder, over the channel of the server that runs on it or,
 * where none does, on the folder itself, under its exclusive lock.
 * @param dataDir as {@link findPlace}
 * @throws Unreachable when the stores do not answer, or somebody holds the folder and does not answer
 */
export async function withOperator(
  dataDir: string | undefined,
  { createFolder = false, patience = 10_000 }: OperatorOptions,
  work: (operator: Operator & Transfers, running: boolean) => Promise<void>,
): Promise<void> {
  const place = await findPlace(dataDir);
  const { operator, running, close } =
    'shared' in place
      ? await openShared(place.shared, patience)
      : await openLocal(place.directory, createFolder, patience);
  try {
    await work(operator, running);
  } finally {
    await close();
  }
}

/**
 * Where an operator's command works.
 * @param dataDir the folder that the command line names, if any: it goes before what the environment says
 * @throws UsageError for a wrong variable
 */
export async function findPlace(dataDir: string | undefined): Promise<Place> {
  const { placeOf, SettingsError } = await import('@openfashion/composition/operator');
  try {
    const place = dataDir === undefined ? placeOf(process.env) : { directory: dataDir };
    return 'shared' in place ? place : { directory: resolve(place.directory) };
  } catch (error) {
    if (error instanceof SettingsError) throw new UsageError(explain(error), { cause: error });
    throw error;
  }
}

/** @throws UsageError when there is no such folder, unless it may be made */
export async function requireFolder(folder: string, create: boolean): Promise<void> {
  const found = await stat(folder).catch(() => undefined);
  if (found?.isDirectory()) return;
  if (found) throw new UsageError(`data folder: ${folder} is not a folder`);
  if (!create) {
    throw new UsageError(
      `data folder: there is no ${folder}; name the server's with --data-dir or OPENFASHION_DATA_DIR`,
    );
  }
  await mkdir(folder, { recursive: true, mode: 0o700 });
  remark(`Made the data folder ${folder}`);
}

async function openShared(shared: SharedEngines, patience: Milliseconds): Promise<Opened> {
  const { openSharedOperator } = await import('@openfashion/composition/operator');
  try {
    return { ...(await openSharedOperator(shared, AbortSignal.timeout(patience))), running: true };
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
    // Such as a certificate that nobody trusts.
    const reason = error.cause instanceof Error ? `: ${error.cause.message}` : '';
    throw new Unreachable(`${error.message}${reason}`, { cause: error });
  }
}

async function openLocal(folder: string, create: boolean, patience: Milliseconds): Promise<Opened> {
  await requireFolder(folder, create);
  const end = performance.now() + patience;
  for (let tries = 1; ; tries++) {
    const opened = (await connect(folder)) ?? (await openFolder(folder, performance.now() > end));
    if (opened) return opened;
    if (tries === 5) remark(`Waiting for the server on ${folder} …`);
    await pause(200);
  }
}

async function connect(folder: string): Promise<Opened | undefined> {
  const { connectOperator, dataFolder } = await import('@openfashion/tenancy/operator');
  try {
    const operator = await connectOperator(dataFolder(folder).operatorSocket);
    return { operator, running: true, close: () => operator.close() };
  } catch (error) {
    if (error instanceof Unavailable) return undefined;
    throw error;
  }
}

/** @returns undefined when somebody else holds the folder, unless this is the last try */
async function openFolder(folder: string, last: boolean): Promise<Opened | undefined> {
  const { openFolderOperator } = await import('@openfashion/composition/operator');
  try {
    return { ...(await openFolderOperator(folder)), running: false };
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
    if (last) throw new Unreachable(explain(error), { cause: error });
    return undefined;
  }
}
