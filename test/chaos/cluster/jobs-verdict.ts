import { limits } from '@openfashion/contract';
import { createClient, type JobDetail } from '../../harness/client.js';
import { documentsIn } from '../../harness/documents.js';
import { type Finding, finding, listed, ms } from '../../harness/finding.js';
import type { Ending } from '../crash/ending.js';
import { differences, faults } from '../crash/verify.js';
import { endingOf } from './endings.js';
import type { Scene } from './scene.js';
import { formOf, type ListedJob, type Shop } from './shop.js';

/** Hold every job of every service against an undisturbed run of the same files, and against the model of the rules. */
export async function judgeJobs(scene: Scene): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const shop of scene.shops) findings.push(...(await judgeShop(scene, shop)));
  return findings;
}

async function judgeShop(scene: Scene, shop: Shop): Promise<Finding[]> {
  const jobs = await shop.jobs();
  const plans = jobs.map(({ filename }) => shop.plans.get(filename) ?? []);
  const ending = await endingOf(scene.cluster, shop);
  const circumstances = {
    plans,
    before: new Map(),
    quota: limits.documents.perService,
    hashes: scene.pictures,
    fickle: false,
  };
  const again = await runAgain(scene, shop, jobs);
  const [wrong, other] = [faults(ending, circumstances), differences(again, ending)];
  const lines = plans.reduce((sum, plan) => sum + plan.length, 0);
  const told = new Map<string, number>();
  for (const { kind } of shop.told) told.set(kind, (told.get(kind) ?? 0) + 1);
  const requests = [...told].map(([kind, count]) => `${count} ${kind}`).join(', ');
  const longest = Math.max(...shop.told.map(({ took }) => took));
  const found = [...shop.wrong, ...misplaced(shop, jobs)];
  return [
    finding(
      found.length === 0,
      `${shop.name}: ${shop.told.length} index requests (${requests}; longest ${ms(longest)}) made ${jobs.length} jobs; wrong: ${listed(found)}`,
    ),
    finding(
      wrong.length === 0 && jobs.length > 0,
      `${shop.name}: ${lines} lines, ${ending.documents.size} documents; otherwise than the rules say: ${listed(wrong)}`,
    ),
    finding(other.length === 0, `${shop.name}: otherwise than undisturbed: ${listed(other)}`),
  ];
}

/** What is wrong with which requests came to be jobs: each answered one is there, and none twice. */
function misplaced(shop: Shop, jobs: readonly ListedJob[]): string[] {
  const names = jobs.map(({ filename }) => filename);
  const twice = names.filter((name, at) => names.indexOf(name) !== at);
  const lost = [...shop.accepted].filter(([name, id]) => !jobs.some((job) => job.id === id && job.filename === name));
  return [
    ...twice.map((name) => `${name} is there twice`),
    ...lost.map(([name]) => `${name} was accepted and is lost`),
  ];
}

/** The same files in a new service, while nothing is disturbed. */
async function runAgain(scene: Scene, shop: Shop, jobs: readonly ListedJob[]): Promise<Ending> {
  const [url, service] = [await scene.cluster.baseUrl(), `${shop.service}-again`];
  const client = createClient(url, shop.keys);
  await client.createService(service);
  const ids: string[] = [];
  for (const { filename } of jobs) {
    const body = formOf(shop.plans.get(filename) ?? [], filename);
    const { envelope, text } = await client.call({ method: 'POST', path: `/services/${service}/indexes`, body });
    if (!envelope.header.isSuccessful) throw new Error(`undisturbed, ${filename} was answered ${text}`);
    ids.push(envelope.data.indexId);
  }
  const details: JobDetail[] = [];
  for (const id of ids) details.push(await client.ended(service, id, 500));
  return { details, documents: await documentsIn(scene.cluster, shop.keys.appKey, service) };
}
