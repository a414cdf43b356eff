import type { Page } from '../../harness/picture-site.js';

/** Pictures whose downloads wait until they are let through. */
export interface Hold {
  /** Path of one of them on the site. */
  path(picture: number): string;
  /** Resolves when the first download has come and waits. */
  readonly asked: Promise<void>;
  /** Answer those that wait, and all that come. */
  release(): void;
}

interface Group {
  readonly ask: () => void;
  readonly released: Promise<void>;
}

/** A page of a picture site that serves one picture, when it is told to. */
export class HeldPictures {
  static readonly page = '/held.jpg';
  readonly #groups = new Map<string, Group>();
  readonly #picture: Uint8Array;

  constructor(picture: Uint8Array) {
    this.#picture = picture;
  }

  readonly answer: Page = (req, res) => {
    const name = new URL(req.url ?? '', 'http://site').searchParams.get('hold') ?? '';
    const group = this.#groups.get(name);
    if (group === undefined) return void res.writeHead(404).end();
    group.ask();
    void group.released.then(() => res.writeHead(200, { 'Content-Length': this.#picture.length }).end(this.#picture));
  };

  hold(): Hold {
    const name = String(this.#groups.size);
    let ask = () => {};
    let release = () => {};
    const asked = new Promise<void>((resolve) => {
      ask = resolve;
    });
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    this.#groups.set(name, { ask, released });
    return { path: (picture) => `${HeldPictures.page}?hold=${name}&picture=${picture}`, asked, release };
  }
}
