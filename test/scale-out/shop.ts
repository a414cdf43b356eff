import { createReadStream, statSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import type { Milliseconds } from '@openfashion/contract';
import { picturesDirectory } from '@openfashion/samples';
import type { JobDetail } from '../harness/client.js';
import { pictures } from '../harness/picture-forms.js';
import { type PictureSite, startPictureSite } from '../harness/picture-site.js';

/** An index line. */
export const lineOf = (productId: string, name: string, imageUrl: string) => ({
  productId,
  status: 'enable',
  name,
  imageUrl,
});
export type Line = ReturnType<typeof lineOf>;

/** A shop's picture server, whose answers take as long as told. */
export class Site implements AsyncDisposable {
  private constructor(private readonly site: PictureSite) {}

  static async open(): Promise<Site> {
    const site = await startPictureSite(picturesDirectory, {
      '/late': async (req, res) => {
        const { searchParams } = new URL(req.url ?? '', 'http://site');
        await pause(Number(searchParams.get('ms')));
        const file = pictures[Number(searchParams.get('n')) % pictures.length] ?? '';
        res.writeHead(200, { 'Content-Length': statSync(file).size });
        createReadStream(file).pipe(res);
      },
    });
    return new Site(site);
  }

  /** An address of a picture that shows an item, answered after so long; each number is another address. */
  picture(number: number, latency: Milliseconds = 0): string {
    return `${this.site.url}/late?n=${number}&ms=${latency}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.site[Symbol.asyncDispose]();
  }
}

/** Whether a job added or updated every one of its lines. */
export const isComplete = ({ status, addedCount, updatedCount, totalCount }: JobDetail): boolean =>
  status === 'finished' && addedCount + updatedCount === totalCount;
