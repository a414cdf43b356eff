import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import { closedLoop } from '../../harness/closed-loop.js';
import { median } from '../../harness/figures.js';
import { pictures } from '../../harness/picture-forms.js';
import { time, turned } from '../pairs.js';
import type { Part, Scale } from '../part.js';
import type { Section } from '../report.js';
import { asShipped, type FormName, formNames, wholeFile } from '../wire/forms.js';
import { type Found, type Gateway, openGateway } from '../wire/gateway.js';
import { Distance, StandIn } from '../wire/stand-in.js';

const concurrency = 4;
/** Milliseconds each way: farther than two machines of one data centre are. */
const away = 1;
/** Sides of a telephone's photograph: 12 megapixels. */
const photograph = { width: 3_000, height: 4_000 };

/** What one look at a picture costs: the items, then the vector of the largest. */
interface Cost {
  readonly bytes: number;
  /** Processor time in milliseconds: of this process, and of both services' without their models'. */
  readonly gateway: number;
  readonly services: number;
  /** Milliseconds, one at a time. */
  readonly p50: number;
  /** Several at once. */
  readonly perSecond: number;
}

/** What should cross the wire between gateway and model services, by what it costs each side and does to the answers. */
export const wire: Part = async (section, scale) => {
  await using detector = await StandIn.start('detect');
  await using embedder = await StandIn.start('embed');
  using gateway = await openGateway({ detect: detector.address, embed: embedder.address });
  const services = async () => (await detector.processorTime()) + (await embedder.processorTime());
  const files = await Promise.all(pictures.map((file) => readFile(file)));
  const costs = await compare(gateway, services, files, formNames, scale);
  showCosts(section, costs, 'a picture of 600 × 800');
  showNetwork(section, costs);
  await using toDetector = await Distance.to(detector.address, away);
  await using toEmbedder = await Distance.to(embedder.address, away);
  using distant = await openGateway({ detect: toDetector.address, embed: toEmbedder.address });
  await showDistance(section, { gateway, distant }, files, scale);
  await showAnswers(section, gateway, files.slice(0, Math.ceil(scale.milliseconds / 50)));
  const large = await Promise.all(files.slice(0, 4).map(enlarged));
  showCosts(
    section,
    await compare(gateway, services, large, [asShipped, wholeFile], scale),
    'a picture of 3,000 × 4,000',
  );
};

/** No photograph of that size comes with the source: a sample, enlarged. */
const enlarged = (file: Uint8Array): Promise<Uint8Array> =>
  sharp(file)
    .resize({ ...photograph, fit: 'fill' })
    .jpeg({ quality: 90 })
    .toBuffer();

type Costs = ReadonlyMap<FormName, Cost>;

async function compare(
  gateway: Gateway,
  services: () => Promise<number>,
  files: readonly Uint8Array[],
  forms: readonly FormName[],
  { rounds, milliseconds: all }: Scale,
): Promise<Costs> {
  const milliseconds = all / 4;
  const found = new Map<FormName, Cost[]>(forms.map((form) => [form, []]));
  // The first round warms them.
  for (let round = 0; round <= rounds; round++) {
    for (const form of turned(forms, round)) {
      let looks = 0;
      let bytes = 0;
      const look = async (index: number) => {
        const { bytes: crossed } = await gateway.look(files[index % files.length] ?? new Uint8Array(), form);
        looks += 1;
        bytes += crossed;
      };
      const before = await services();
      const own = process.cpuUsage();
      const { p50 } = await closedLoop(look, { concurrency: 1, milliseconds });
      const { perSecond } = await closedLoop(look, { concurrency, milliseconds });
      const { user, system } = process.cpuUsage(own);
      const used = (await services()) - before;
      if (round === 0) continue;
      const cost = { gateway: (user + system) / 1000 / looks, services: used / looks, p50, perSecond };
      found.get(form)?.push({ bytes: bytes / looks, ...cost });
    }
  }
  const middle = (costs: readonly Cost[], of: keyof Cost) => median(costs.map((cost) => cost[of]));
  const medians = (costs: readonly Cost[]): Cost => ({
    bytes: middle(costs, 'bytes'),
    gateway: middle(costs, 'gateway'),
    services: middle(costs, 'services'),
    p50: middle(costs, 'p50'),
    perSecond: middle(costs, 'perSecond'),
  });
  return new Map([...found].map(([form, costs]) => [form, medians(costs)]));
}

function showCosts(section: Section, costs: Costs, of: string): void {
  section.table(
    [
      of,
      'kB on the wire',
      'gateway, processor ms',
      'services without models, processor ms',
      'p50 ms, one at a time',
      `a second, ${concurrency} at a time`,
    ],
    [...costs].map(([form, { bytes, gateway, services, p50, perSecond }]) => [
      form,
      (bytes / 1000).toFixed(0),
      gateway.toFixed(1),
      services.toFixed(1),
      p50.toFixed(1),
      perSecond.toFixed(1),
    ]),
  );
}

/** This machine's wire is its memory: what a network would add follows from the bytes. */
function showNetwork(section: Section, costs: Costs): void {
  const gigabits = [1, 10];
  const rows = [...costs].map(([form, { bytes, p50, services }]) => [
    form,
    ...gigabits.flatMap((speed) => {
      const bits = bytes * 8;
      const milliseconds = bits / (speed * 1e6);
      const share = (100 * milliseconds) / (p50 + milliseconds);
      return [`${milliseconds.toFixed(2)} (${share.toFixed(1)} %)`, ((speed * 1e9) / bits).toFixed(0)];
    }),
    (1000 / services).toFixed(0),
  ]);
  const head = gigabits.flatMap((speed) => [`${speed} Gb/s: ms (share of p50)`, `${speed} Gb/s carries a second`]);
  section.table(['computed', ...head, 'a core of the services takes in a second'], rows);
}

/** What distance adds to a look: a message larger than a flow control window takes a round trip for each. */
async function showDistance(
  section: Section,
  { gateway, distant }: { readonly gateway: Gateway; readonly distant: Gateway },
  files: readonly Uint8Array[],
  { rounds, milliseconds }: Scale,
): Promise<void> {
  const rows: string[][] = [];
  for (const form of [asShipped, wholeFile] as const) {
    const near: number[] = [];
    const more: number[] = [];
    const end = performance.now() + (rounds * milliseconds) / 2;
    for (let turn = 0; performance.now() < end || turn < 2; turn++) {
      const file = files[turn % files.length] ?? new Uint8Array();
      const took = new Map<Gateway, number>();
      for (const where of turned([gateway, distant], turn)) took.set(where, await time(() => where.look(file, form)));
      near.push(took.get(gateway) ?? Number.NaN);
      more.push((took.get(distant) ?? Number.NaN) - (took.get(gateway) ?? Number.NaN));
    }
    rows.push([form, median(near).toFixed(1), median(more).toFixed(1)]);
  }
  section.table(['a look at services', 'beside it, p50 ms', `${away} ms away each way, ms more`], rows);
}

async function showAnswers(section: Section, gateway: Gateway, files: readonly Uint8Array[]): Promise<void> {
  const rows: string[][] = [];
  const wanted = await Promise.all(files.map((file) => gateway.look(file, asShipped)));
  for (const form of formNames) {
    const answers = await Promise.all(files.map((file) => gateway.look(file, form)));
    const pairs = answers.map((answer, index) => ({ answer, want: wanted[index] ?? answer }));
    const cosines = pairs.flatMap(({ answer, want }) =>
      answer.vector && want.vector ? [cosine(answer.vector, want.vector)] : [],
    );
    const moves = pairs.flatMap(({ answer, want }) => moved(answer, want));
    const same = pairs.filter(({ answer, want }) => types(answer) === types(want)).length;
    rows.push([
      form,
      median(cosines).toFixed(4),
      Math.min(...cosines).toFixed(4),
      `${same} of ${pairs.length}`,
      median(moves).toFixed(2),
      Math.max(...moves).toFixed(1),
    ]);
  }
  section.table(
    ['beside raw pixels', 'cosine, median', 'lowest', 'same items', 'largest box, px moved, median', 'farthest'],
    rows,
  );
}

const cosine = (a: Float32Array, b: Float32Array): number =>
  a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0);
const types = ({ detections }: Found): string => detections.map(({ type }) => type).join();

/** How far the edge of the largest item lies from where it was. */
function moved({ largest: one }: Found, { largest: other }: Found): number[] {
  if (!one || !other) return [];
  const sides = ['x0', 'y0', 'x1', 'y1'] as const;
  return [Math.max(...sides.map((side) => Math.abs(one.box[side] - other.box[side])))];
}
