import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { picturesDirectory } from '@openfashion/samples';

/** Files of the sample pictures, 600 × 800 JPEGs of 47 kB in the middle. */
export const pictures = (await readdir(picturesDirectory))
  .filter((name) => name.endsWith('.jpg'))
  .sort()
  .map((name) => join(picturesDirectory, name));

/** The body of a search by picture, made once, so that a load costs its client little. */
export interface PictureForm {
  readonly headers: { readonly 'Content-Type': string };
  readonly body: Buffer;
}

const boundary = 'picture-boundary';
const part = (name: string, more = '') =>
  `--${boundary}\r\nContent-Disposition: form-data; name="${name}"${more}\r\n\r\n`;

/** One for each of {@link pictures}, with a limit of 10. */
export const pictureForms: readonly PictureForm[] = await Promise.all(
  pictures.map(async (file) => ({
    headers: { 'Content-Type': `multipart/form-data; boundary=${boundary}` },
    body: Buffer.concat([
      Buffer.from(`${part('limit')}10\r\n${part('imageFile', '; filename="picture.jpg"')}`),
      await readFile(file),
      Buffer.from(`\r\n--${boundary}--\r\n`),
    ]),
  })),
);
