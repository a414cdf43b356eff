import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { picturesDirectory, sampleProducts } from '@openfashion/samples';
import { connectOperator, dataFolder, type OperatorConnection } from '@openfashion/tenancy/operator';
import { createClient } from '../../harness/client.js';
import { type PictureSite, startPictureSite } from '../../harness/picture-site.js';
import { pick, type Random } from '../../harness/random.js';
import { ServerProcess, shopSettings } from '../../harness/server-process.js';
import { HeldPictures, type Hold } from './held-pictures.js';
import { Shop } from './shop.js';

const files = sampleProducts().map(({ file }) => file);

/** A real server in a process of its own, and the picture site of the shops that race on it. */
export class RaceWorld implements AsyncDisposable {
  #pictures = 0;

  private constructor(
    private readonly directory: string,
    private readonly server: ServerProcess,
    private readonly operator: OperatorConnection,
    private readonly baseUrl: string,
    private readonly site: PictureSite,
    private readonly held: HeldPictures,
  ) {}

  static async open(): Promise<RaceWorld> {
    const directory = await mkdtemp(join(tmpdir(), 'races-'));
    const held = new HeldPictures(await readFile(join(picturesDirectory, files[0] ?? '')));
    const site = await startPictureSite(picturesDirectory, { [HeldPictures.page]: held.answer });
    const data = join(directory, 'data');
    const server = new ServerProcess(data, { ...shopSettings, OPENFASHION_LOG_LEVEL: 'error' });
    const baseUrl = await server.baseUrl();
    const operator = await connectOperator(dataFolder(data).operatorSocket);
    return new RaceWorld(directory, server, operator, baseUrl, site, held);
  }

  /** A shop with an app key of its own; its services are deleted when it is disposed of. */
  async newShop(): Promise<Shop> {
    return new Shop(createClient(this.baseUrl, await this.operator.createAppKey()));
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

  /** The server has logged no error: nothing that races do is one. @throws AssertionError */
  requireCalm(): void {
    assert.deepEqual(this.server.errors, [], 'the server logged errors');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.operator.close();
    await this.server.stop();
    await this.site[Symbol.asyncDispose]();
    await rm(this.directory, { recursive: true, force: true });
  }
}
