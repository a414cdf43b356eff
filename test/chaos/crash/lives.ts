import { setTimeout as pause } from 'node:timers/promises';
import { createClient, type JobDetail } from '../../harness/client.js';
import { below, type Random } from '../../harness/random.js';
import { ServerProcess, shopSettings } from '../../harness/server-process.js';
import type { JobSite } from './site.js';

/** When a life of the server ends: so long after so many addresses were asked for. */
export interface KillPoint {
  readonly progress: number;
  readonly delay: number;
}

/** Addresses after the last point: a quick machine asks for so many within the longest delay. */
const left = 40;

/**
 * Points of a job, in order. Where a server starts after the next point was passed, it is killed while it starts.
 * @param addresses that the job's lines lead to
 */
export function drawKills(random: Random, kills: number, addresses: number): KillPoint[] {
  const points = Array.from({ length: kills }, () => ({
    // Not near the end: the job must still be there to be interrupted.
    progress: below(random, addresses - left),
    delay: below(random, 700),
  }));
  return points.sort((a, b) => a.progress - b.progress);
}

export interface JobRun {
  /** The data folder; it must hold the service and the keys. */
  readonly directory: string;
  readonly keys: { readonly appKey: string; readonly secretKey: string };
  readonly service: string;
  readonly dataFile: string;
  readonly kills: readonly KillPoint[];
  readonly site: JobSite;
  readonly environment?: Readonly<Record<string, string>>;
  /** Called after each kill, when the process is dead. */
  readonly killed?: () => Promise<void>;
  /** Milliseconds that all of it may take. */
  readonly limit: number;
}

/** Send a job and kill the server at each point until none is left; resolves to the job's detail once it has ended. */
export async function runThroughKills(run: JobRun): Promise<JobDetail> {
  const { directory, keys, service, dataFile, kills, site } = run;
  const start = () => new ServerProcess(directory, { ...shopSettings, ...run.environment });
  let server = start();
  const late = pause(run.limit, 'the job did not end in time', { ref: false });
  const inTime = <Result>(work: Promise<Result>) => Promise.race([work, stopped(server, late)]);
  try {
    const sent = createClient(await inTime(server.baseUrl()), keys);
    const indexId = await sent.send(service, dataFile);
    for (const { progress, delay } of kills) {
      await inTime(site.reached(progress));
      await pause(delay);
      await server.kill();
      await run.killed?.();
      server = start();
    }
    const client = createClient(await inTime(server.baseUrl()), keys);
    if (kills.length > 0) await requireUnderWay(client, service, indexId);
    const detail = await inTime(client.ended(service, indexId));
    await server.stop();
    return detail;
  } finally {
    await server.kill();
  }
}

/** Rejects when the server ends by itself, or when the time is over. */
async function stopped(server: ServerProcess, late: Promise<string>): Promise<never> {
  const reason = await Promise.race([late, server.exit.then((code) => `the server ended by itself with ${code}`)]);
  throw new Error(`${reason}; its log ends with\n${server.errors.slice(-5).join('\n')}`);
}

/** A job that was over before the last kill would have shown nothing. */
async function requireUnderWay(client: ReturnType<typeof createClient>, service: string, indexId: string) {
  const { envelope, text } = await client.call({ path: `/services/${service}/indexes/${indexId}` });
  const status = envelope.data?.items[0].status;
  if (status !== 'running' && status !== 'reserved')
    throw new Error(`the job is not under way after the last kill: ${text}`);
}
