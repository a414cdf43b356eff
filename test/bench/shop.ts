import { Agent, request } from 'undici';
import { type FilledFolder, fillFolder } from '../harness/filled-folder.js';
import { collectionOfModels } from '../harness/models.js';
import { type PictureForm, pictureForms } from '../harness/picture-forms.js';
import type { Envelope } from '../harness/rest.js';
import { ServerProcess, shopSettings } from '../harness/server-process.js';

/** A shop that calls the product in a process of its own, on connections that stay open. */
export class Shop implements AsyncDisposable {
  readonly #agent = new Agent({ connections: 64 });

  private constructor(
    readonly server: ServerProcess,
    readonly baseUrl: string,
    readonly folder: FilledFolder,
  ) {}

  /** Once a server on the folder is ready. */
  static async at(server: ServerProcess, folder: FilledFolder): Promise<Shop> {
    return new Shop(server, await server.baseUrl(), folder);
  }

  /** Start the product on a folder with a service of so many documents. */
  static async open(documents: number, environment: Readonly<Record<string, string>> = {}): Promise<Shop> {
    const folder = await fillFolder(documents, await collectionOfModels());
    return Shop.at(new ServerProcess(folder.directory, { ...shopSettings, ...environment }), folder);
  }

  /** The ten products most like the picture with this number. */
  searchByPicture(picture: number): Promise<Envelope['data']> {
    return this.#call('POST', `/services/${this.folder.service}/search`, pictureForms[picture % pictureForms.length]);
  }

  /** The ten products most like one of the folder's. */
  searchById(productId: string): Promise<Envelope['data']> {
    return this.#call('GET', `/services/${this.folder.service}/products/${productId}/search?limit=10`);
  }

  /** What the picture at an address shows. */
  tag(picture: string): Promise<Envelope['data']> {
    return this.#call('GET', `/services/${this.folder.service}/tag?path=${encodeURIComponent(picture)}`);
  }

  async #call(method: 'GET' | 'POST', path: string, form?: PictureForm): Promise<Envelope['data']> {
    const { appKey, secretKey } = this.folder.keys;
    const { body } = await request(`${this.baseUrl}/v2.0/appkeys/${appKey}${path}`, {
      dispatcher: this.#agent,
      method,
      headers: { Authorization: secretKey, ...form?.headers },
      ...(form && { body: form.body }),
    });
    const { header, data } = (await body.json()) as Envelope;
    if (!header.isSuccessful) throw new Error(`${path}: ${JSON.stringify(header)}`);
    return data;
  }

  /** Close its connections, and leave server and folder to who opened them. */
  leave(): Promise<void> {
    return this.#agent.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.leave();
    await this.server.stop();
    await this.folder[Symbol.asyncDispose]();
  }
}
