import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { picturesDirectory, sampleProducts } from '@openfashion/samples';
import { createClient } from '../../harness/client.js';
import { type PictureSite, startPictureSite } from '../../harness/picture-site.js';
import { pick, type Random } from '../../harness/random.js';
import { HeldPictures, type Hold } from './held-pictures.js';
import { type Servers, type Shape, shapes } from './servers.js';
import { Shop } from './shop.js';

const files = sampleProducts().map(({ file }) => file);

/** Real servers in processes of their own, and the picture site of the shops that race on them. */
export class RaceWorld implements AsyncDisposable {
  #pictures = 0;

  private constructor(
    readonly shape: Shape,
    private readonly directory: string,
    private readonly servers: Servers,
    private readonly site: PictureSite,
    private readonly held: HeldPictures,
  ) {}

  static async open(shape: Shape): Promise<RaceWorld> {
    const directory = await mkdtemp(join(tmpdir(), 'races-'));
    const held = new HeldPictures(await readFile(join(picturesDirectory, files[0] ?? '')));
    const site = await startPictureSite(picturesDirectory, { [HeldPictures.page]: held.answer });
    return new RaceWorld(shape, directory, await shapes[shape](directory), site, held);
  }

  /** A shop with an app key of its own; its services are deleted when it is disposed of. */
  async newShop(): Promise<Shop> {
    const { baseUrls, operator } = this.servers;
    return new Shop(createClient(baseUrls, await operator.createAppKey()));
  }

  /** A folder for what a race stores beside the server. */
  newFolder(): Promise<string> {
    return mkdtemp(join(this.directory, 'folder-'));
  }

  /** The address of a sample picture that no line had before. */
  picture(random: Random): string {
    return `${this.site.url}/${pick(random, files)}?${this.#pictures++}`;
  }

  /** Addresses whose downloads are held back. */
  hold(): Hold & { address(picture: number): string } {
    const hold = this.held.hold();
    return { ...hold, address: (picture) => this.site.url + hold.path(picture) };
  }

  /** No server has logged an error: nothing that races do is one. @throws AssertionError */
  requireCalm(): void {
    assert.deepEqual(this.servers.errors(), [], 'a server logged errors');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.servers[Symbol.asyncDispose]();
    await this.site[Symbol.asyncDispose]();
    await rm(this.directory, { recursive: true, force: true });
  }
}
