import { limits } from '@openfashion/contract';

/** The file name of an upload, without directories of either kind (rule 8.9). */
export function filenameOfUpload(name: string): string {
  return bounded(name.slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1));
}

/** The last path segment of an address, decoded where it can be (rule 8.9). */
export function filenameOfLink(link: string): string {
  const segment = new URL(link).pathname.split('/').pop() ?? '';
  try {
    return filenameOfUpload(decodeURIComponent(segment));
  } catch {
    return bounded(segment);
  }
}

const bounded = (name: string) => [...name].slice(0, limits.indexing.filenameCharacters).join('');
