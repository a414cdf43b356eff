import { setTimeout as pause } from 'node:timers/promises';
import { PortFailure, Unavailable } from '@openfashion/contract';
import type { Box, Picture, Region } from '@openfashion/imaging';
import type { AttributeScores, Call, Detection, Detector, Embedder, Tagger, TypedRegion } from '@openfashion/inference';
import type { Client } from '../harness/client.js';
import type { RawRequest } from '../harness/rest.js';

export interface Models {
  readonly detector: Detector;
  readonly embedder: Embedder;
  readonly tagger: Tagger;
}

/** An answer may come late on a machine that does other things too. */
const unhurried = (): Call => ({
  lane: 'interactive',
  deadline: performance.now() + 600_000,
  signal: new AbortController().signal,
});

const tries = 5;

/** Results, and reasons of index lines, that are the machine's: a download or a model that was too late. */
export const starved: ReadonlySet<string> = new Set(['ImageTimeoutError', 'InternalServerError']);

/**
 * Ask again where the machine is to blame and not the question: one that is starved of processor time loses a model's process,
 * which the product starts again, and figures are not of that.
 */
async function patiently<Result>(ask: () => Promise<Result>): Promise<Result> {
  for (let left = tries - 1; ; left--) {
    try {
      return await ask();
    } catch (error) {
      if (left === 0 || !(error instanceof PortFailure)) throw error;
      await pause(3_000);
    }
  }
}

/** What is expected of a model that is given one thing. */
function only<Answer>(answers: readonly Answer[]): Answer {
  const [answer] = answers;
  if (answer === undefined) throw new Error('a model that was given one thing answered nothing');
  return answer;
}

export const detect = ({ detector }: Models, picture: Picture): Promise<readonly Detection[]> =>
  patiently(async () => only(await detector.detect([picture], unhurried())));

export const embed = ({ embedder }: Models, region: Region): Promise<Float32Array> =>
  patiently(async () => only(await embedder.embed([region], unhurried())));

export const tag = ({ tagger }: Models, region: TypedRegion): Promise<readonly AttributeScores[]> =>
  patiently(async () => only(await tagger.tag([region], unhurried())));

/** An item that detect answered, its box as fractions of the picture. */
export interface LinkedItem {
  readonly link: string;
  readonly box: Box;
}

/** An item that tag answered, its labels in English. */
export interface TaggedItem {
  readonly type: string;
  readonly tags: readonly {
    readonly attribute: string;
    readonly labels: readonly { readonly label: string; readonly score: number }[];
  }[];
}

/** What the parts ask of one service through REST. Each throws an Error that holds the answer when it is no success. */
export interface Asked {
  detect(address: string): Promise<LinkedItem[]>;
  tag(address: string): Promise<TaggedItem[]>;
  /** Ids of the nearest products, the same picture listed twice counting twice. */
  searchById(id: string, limit: number): Promise<string[]>;
  searchByLink(link: string, limit: number): Promise<string[]>;
  /** Undefined where no item was found in the picture. */
  searchByFile(bytes: Uint8Array, limit: number): Promise<string[] | undefined>;
}

export function askService(client: Client, service: string): Asked {
  const send = (request: RawRequest) =>
    patiently(async () => {
      const reply = await client.call({ ...request, path: `/services/${service}${request.path}` });
      if (starved.has(reply.envelope.header.resultMessage)) throw new Unavailable(reply.text);
      return reply;
    });
  const answer = async (request: RawRequest) => {
    const { envelope, text } = await send(request);
    if (!envelope.header.isSuccessful) throw new Error(`${request.path} was answered ${text}`);
    return envelope.data;
  };
  const idsOf = ({ items }: { items: readonly { productId: string }[] }) => items.map(({ productId }) => productId);
  const listing = (limit: number) => `limit=${limit}&includeDuplicates=true`;
  return {
    async detect(address) {
      const { items } = await answer({ path: `/detect?path=${encodeURIComponent(address)}` });
      return items.map(({ link, b0, b1 }: { link: string; b0: [number, number]; b1: [number, number] }) => ({
        link,
        box: { x0: b0[0], y0: b0[1], x1: b1[0], y1: b1[1] },
      }));
    },
    async tag(address) {
      return (await answer({ path: `/tag?path=${encodeURIComponent(address)}&itemLimit=4` })).items;
    },
    async searchById(id, limit) {
      return idsOf(await answer({ path: `/products/${id}/search?${listing(limit)}` }));
    },
    async searchByLink(link, limit) {
      return idsOf(await answer({ path: `/search?link=${encodeURIComponent(link)}&${listing(limit)}` }));
    },
    async searchByFile(bytes, limit) {
      const body = new FormData();
      body.append('imageFile', new Blob([bytes as Uint8Array<ArrayBuffer>]), 'query');
      body.append('limit', String(limit));
      body.append('includeDuplicates', 'true');
      const { envelope, text } = await send({ method: 'POST', path: '/search', body });
      if (envelope.header.resultMessage === 'NoDetectedFashionItems') return undefined;
      if (!envelope.header.isSuccessful) throw new Error(`a search by file was answered ${text}`);
      return idsOf(envelope.data);
    },
  };
}
