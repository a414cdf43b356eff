/** Keys of a bucket as subjects: each part of a key is a token. Neither alphabet has what the other one separates with. */
export class BucketSubjects {
  readonly #root: string;

  /** @param root subject under which the keys are */
  constructor(root: string) {
    this.#root = `${root}.`;
  }

  /** Every subject of the bucket. */
  get all(): string {
    return `${this.#root}>`;
  }

  of(key: string): string {
    return this.#root + key.replaceAll('/', '.');
  }

  keyOf(subject: string): string {
    return subject.slice(this.#root.length).replaceAll('.', '/');
  }

  /** The narrowest filter for all keys that start with a prefix: exact where it ends with a `/`. */
  filterOf(prefix: string): string {
    return `${this.of(prefix.slice(0, prefix.lastIndexOf('/') + 1))}>`;
  }
}
