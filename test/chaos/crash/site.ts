import { EventEmitter, once } from 'node:events';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { picturesDirectory } from '@openfashion/samples';
import sharp from 'sharp';
import { type Page, startPictureSite } from '../../harness/picture-site.js';

export interface JobSite extends AsyncDisposable {
  readonly url: string;
  /** Forget what was asked for. @param fickle answer an address otherwise another time */
  begin(fickle: boolean): void;
  /** Addresses asked for so far, each counted once. */
  readonly progress: number;
  /** Resolves when so many were. */
  reached(progress: number): Promise<void>;
  /** Requests for an address that was answered before. */
  readonly repeats: number;
}

/** What a fickle site answers when it is asked for an address again, by the address's line. */
export const fickleAnswers = ['another picture', 'gone', 'blank'] as const;
export const fickleAnswer = (line: number): (typeof fickleAnswers)[number] =>
  fickleAnswers[line % fickleAnswers.length] ?? 'gone';
/** The other picture that it has for a line. */
export const otherPicture = (line: number, pictures: readonly string[]): string =>
  pictures[(line * 31 + 7) % pictures.length] ?? '';

/** A shop's site for planned jobs (plan.ts): it tells how far a job has come, since every line has its own address. */
export async function startJobSite(pictures: readonly string[]): Promise<JobSite> {
  const blank = await sharp({ create: { width: 300, height: 400, channels: 3, background: '#d8d8d8' } })
    .jpeg()
    .toBuffer();
  const asked = new Set<string>();
  const changed = new EventEmitter();
  let repeats = 0;
  let fickle = false;
  const gone: Page = (_req, res) => void res.writeHead(404).end();
  const send =
    (name: string): Page =>
    (_req, res) =>
      void createReadStream(join(picturesDirectory, name)).pipe(res);
  const sendBlank: Page = (_req, res) => void res.end(blank);
  const counted =
    (page: Page): Page =>
    (req, res) => {
      if (asked.has(req.url ?? '')) repeats += 1;
      asked.add(req.url ?? '');
      changed.emit('progress');
      page(req, res);
    };
  const picture: Page = (req, res) => {
    const known = asked.has(req.url ?? '');
    const { searchParams } = new URL(req.url ?? '', 'http://site');
    const line = Number(searchParams.get('line'));
    const answers: Record<(typeof fickleAnswers)[number], Page> = {
      'another picture': send(otherPicture(line, pictures)),
      gone,
      blank: sendBlank,
    };
    const page = fickle && known ? answers[fickleAnswer(line)] : send(searchParams.get('name') ?? '');
    counted(page)(req, res);
  };
  const site = await startPictureSite(picturesDirectory, {
    '/picture': picture,
    '/gone': counted(gone),
    '/down': counted((_req, res) => void res.writeHead(503).end()),
    '/text': counted((_req, res) => void res.end('no picture')),
    '/blank': counted(sendBlank),
  });
  return {
    url: site.url,
    begin(isFickle) {
      asked.clear();
      repeats = 0;
      fickle = isFickle;
    },
    get progress() {
      return asked.size;
    },
    get repeats() {
      return repeats;
    },
    async reached(progress) {
      while (asked.size < progress) await once(changed, 'progress');
    },
    [Symbol.asyncDispose]: () => site[Symbol.asyncDispose](),
  };
}
