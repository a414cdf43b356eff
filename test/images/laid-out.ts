import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ImageName, images, repository } from '../../scripts/images/images.js';
import { layOut } from '../../scripts/images/lay-out.js';

/** The files of an image, by themselves in a folder: what they lack is not found above them. */
export interface LaidOut extends AsyncDisposable {
  readonly folder: string;
  /** What the image starts. */
  readonly main: string;
}

export async function laidOut(name: ImageName): Promise<LaidOut> {
  const folder = await mkdtemp(join(tmpdir(), `image-${name}-`));
  await layOut(repository, name, () => join(folder, 'app'));
  const { workspace, main } = images[name];
  return {
    folder: join(folder, 'app'),
    main: join(folder, 'app', workspace, main),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}
