import { createHmac, timingSafeEqual } from 'node:crypto';
import { ContractError } from '@openfashion/contract';
import type { Box } from '@openfashion/imaging';
import { z } from 'zod';

/** One detected item of one picture: what a link says (rule 6.3). */
export interface LinkedItem {
  /** Address of the picture. */
  readonly path: string;
  /** Pixels of the upright picture. */
  readonly box: Box;
  /** Pixels of the upright picture when the item was detected. */
  readonly size: { readonly width: number; readonly height: number };
  readonly score: number;
  readonly type: string;
}

/** Makes and reads the opaque links of detect. They hold across restarts and replicas that share the key. */
export interface LinkCodec {
  encode(appKey: string, item: LinkedItem): string;
  /** @throws ContractError InvalidParam for a link that this deployment did not make for this app key */
  decode(appKey: string, link: string): LinkedItem;
}

const finite = z.number();
const payload = z.object({
  path: z.string(),
  box: z.object({ x0: finite, y0: finite, x1: finite, y1: finite }),
  size: z.object({ width: finite, height: finite }),
  score: finite,
  type: z.string(),
});

/** @param key 32 random bytes of the deployment */
export function createLinkCodec(key: Uint8Array): LinkCodec {
  const encode = (appKey: string, { path, box, size, score, type }: LinkedItem): string => {
    const { x0, y0, x1, y1 } = box;
    const { width, height } = size;
    const sealed = JSON.stringify([appKey, path, x0, y0, x1, y1, width, height, score, type]);
    const mac = createHmac('sha256', key).update(sealed).digest('base64url');
    const said = { path, box: { x0, y0, x1, y1 }, size: { width, height }, score, type, mac };
    return Buffer.from(JSON.stringify(said)).toString('base64');
  };
  return {
    encode,
    decode: (appKey, link) => {
      const parsed = payload.safeParse(parseJson(link));
      if (!parsed.success) throw refused();
      const item = parsed.data;
      // The whole text is compared, not the code alone: base64 and JSON have several spellings of one item.
      const [expected, given] = [Buffer.from(encode(appKey, item)), Buffer.from(link)];
      if (given.length !== expected.length || !timingSafeEqual(given, expected)) throw refused();
      return item;
    },
  };
}

function parseJson(link: string): unknown {
  try {
    return JSON.parse(Buffer.from(link, 'base64').toString('utf8'));
  } catch {
    throw refused();
  }
}

const refused = () => new ContractError('InvalidParam', 'link: must be a link that detect answered for this app key');
