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
  mac: z.string(),
});

/** @param key 32 random bytes of the deployment */
export function createLinkCodec(key: Uint8Array): LinkCodec {
  const seal = (appKey: string, item: LinkedItem) => {
    const { path, box, size, score, type } = item;
    const sealed = [appKey, path, box.x0, box.y0, box.x1, box.y1, size.width, size.height, score, type];
    return createHmac('sha256', key).update(JSON.stringify(sealed)).digest();
  };
  return {
    encode: (appKey, item) =>
      Buffer.from(JSON.stringify({ ...item, mac: seal(appKey, item).toString('base64url') })).toString('base64'),
    decode: (appKey, link) => {
      const parsed = payload.safeParse(parseJson(link));
      if (!parsed.success) throw refused();
      const { mac, ...item } = parsed.data;
      const expected = seal(appKey, item);
      const given = Buffer.from(mac, 'base64url');
      if (given.length !== expected.length || !timingSafeEqual(given, expected)) throw refused();
      return item;
    },
  };
}

function parseJson(link: string): unknown {
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(link)) throw refused();
  try {
    return JSON.parse(Buffer.from(link, 'base64').toString('utf8'));
  } catch {
    throw refused();
  }
}

const refused = () => new ContractError('InvalidParam', 'link: must be a link that detect answered for this app key');
