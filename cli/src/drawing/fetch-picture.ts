import { limits } from '@openfashion/contract';
import { Unreachable } from '../failures.js';
import { exchange } from '../http.js';

/** Fetch a picture to draw on, as large as the server would take it. @throws Unreachable */
export async function fetchPicture(url: string): Promise<Uint8Array> {
  const { status, body } = await exchange(url, {}, { bytes: limits.pictures.bytes, time: 15_000 });
  if (status !== 200) throw new Unreachable(`the picture at ${url} answered HTTP ${status}`);
  return body;
}
