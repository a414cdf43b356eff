import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { InferenceSession } from 'onnxruntime-node';
import { type Profile, profileSchema } from './proof.js';

/** A folder of its own for the profile of one session: the runtime adds the time to the file's name and does not tell it. */
export class Profiling implements AsyncDisposable {
  readonly #folder: string;

  static async begin(): Promise<Profiling> {
    return new Profiling(await mkdtemp(join(tmpdir(), 'openfashion-profile-')));
  }

  private constructor(folder: string) {
    this.#folder = folder;
  }

  /** Of the session whose runs are noted until {@link end}. */
  get options(): InferenceSession.SessionOptions {
    return { enableProfiling: true, profileFilePrefix: join(this.#folder, 'run') };
  }

  async end(session: InferenceSession): Promise<Profile> {
    session.endProfiling();
    const [file] = await readdir(this.#folder);
    if (file === undefined) throw new Error('the runtime wrote no profile');
    return profileSchema.parse(JSON.parse(await readFile(join(this.#folder, file), 'utf8')));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true });
  }
}
