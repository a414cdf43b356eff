import { type FilledFolder, fillFolder } from '../harness/filled-folder.js';
import { KeptConnections, type KeptRequest } from '../harness/kept-connections.js';
import { collectionOfModels } from '../harness/models.js';
import { pictureForms } from '../harness/picture-forms.js';
import type { Envelope } from '../harness/rest.js';
import { ServerProcess, shopSettings } from '../harness/server-process.js';

/** A shop that calls the product in a process of its own, on connections that stay open. */
export class Shop implements AsyncDisposable {
  readonly #connections: KeptConnections;

  private constructor(
    readonly server: ServerProcess,
    readonly baseUrl: string,
    readonly folder: FilledFolder,
  ) {
    this.#connections = new KeptConnections({ baseUrl, ...folder.keys });
  }

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
    const form = pictureForms[picture % pictureForms.length];
    return this.#call({ method: 'POST', path: `/${this.folder.service}/search`, ...(form && { form }) });
  }

  /** The ten products most like one of the folder's. */
  searchById(productId: string): Promise<Envelope['data']> {
    return this.#call({ path: `/${this.folder.service}/products/${productId}/search?limit=10` });
  }

  /** What the picture at an address shows. */
  tag(picture: string): Promise<Envelope['data']> {
    return this.#call({ path: `/${this.folder.service}/tag?path=${encodeURIComponent(picture)}` });
  }

  async #call(request: KeptRequest): Promise<Envelope['data']> {
    const { header, data } = await this.#connections.call(request);
    if (!header.isSuccessful) throw new Error(`${request.path}: ${JSON.stringify(header)}`);
    return data;
  }

  /** Close its connections, and leave server and folder to who opened them. */
  leave(): Promise<void> {
    return this.#connections[Symbol.asyncDispose]();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.leave();
    await this.server.stop();
    await this.folder[Symbol.asyncDispose]();
  }
}
