import { readFile } from 'node:fs/promises';
import { createDecoder, type Picture } from '@openfashion/imaging';

const decoder = createDecoder();

/** A file's picture as the product decodes it. */
export const readPicture = async (path: string): Promise<Picture> => decoder.decode(await readFile(path));

/** The same of bytes in memory. */
export const decodePicture = (bytes: Uint8Array): Promise<Picture> => decoder.decode(bytes);
