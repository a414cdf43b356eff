import type { Page } from '../../harness/picture-site.js';
import { pictures } from '../pictures/index.js';
import { dataFilePages } from './data-files.js';
import { liars } from './liars.js';
import { redirects } from './redirects.js';
import { sends } from './send.js';

/** Every page of the hostile site. */
export function hostilePages(): Readonly<Record<string, Page>> {
  return {
    ...Object.fromEntries(pictures.map(({ page, bytes }) => [page, sends(bytes)])),
    ...liars,
    ...redirects,
    ...dataFilePages,
  };
}
