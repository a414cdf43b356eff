import type { Subject } from '../row.js';
import { addressRows } from './addresses.js';
import { dataFileRows, heavyFileRows } from './data-files.js';
import { downloadRows, slowDownloadRows } from './downloads.js';
import { headRows, slowBodyRows, slowHeadRows } from './heads.js';
import { jsonRows } from './json.js';
import { linkRows } from './links.js';
import { multipartRows } from './multipart.js';
import { parameterRows } from './parameters.js';
import { pathRows } from './paths.js';
import { pictureRows } from './pictures.js';

/** Every row of the short run, by subject. */
export const subjects: Readonly<Record<string, Subject>> = {
  'slow heads': { rows: slowHeadRows, atOnce: slowHeadRows.length, beside: true },
  'slow downloads': { rows: slowDownloadRows, atOnce: slowDownloadRows.length, beside: true },
  'heavy data files': { rows: heavyFileRows, atOnce: heavyFileRows.length, beside: true },
  heads: { rows: headRows, atOnce: 8 },
  paths: { rows: pathRows, atOnce: 8 },
  parameters: { rows: parameterRows, atOnce: 8 },
  json: { rows: jsonRows, atOnce: 8 },
  multipart: { rows: multipartRows, atOnce: 8 },
  addresses: { rows: addressRows, atOnce: 16 },
  downloads: { rows: downloadRows, atOnce: 4 },
  links: { rows: linkRows, atOnce: 8 },
  'data files': { rows: dataFileRows, atOnce: 8 },
  pictures: { rows: pictureRows, atOnce: 6 },
};

/** What the long run adds: rows that take over a minute. */
export const slowSubjects: Readonly<Record<string, Subject>> = {
  'slow bodies': { rows: slowBodyRows, atOnce: slowBodyRows.length, beside: true },
};
