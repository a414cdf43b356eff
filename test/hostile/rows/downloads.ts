import type { Milliseconds, ResultName } from '@openfashion/contract';
import type { RequestRow } from '../row.js';
import type { dataFilePages } from '../site/data-files.js';
import type { liars } from '../site/liars.js';
import type { redirects } from '../site/redirects.js';
import { type Use, uses } from './uses.js';

type Page = keyof typeof liars | keyof typeof redirects | keyof typeof dataFilePages;

const refused = 'InvalidImageURLException';
const late = 'ImageTimeoutError';
const large = 'ImageTooLargeException';
const unreadable = 'InvalidImageFormatException';

/** What a picture's address answers, and what becomes of it (rules 7.1, 7.2). */
const ofPictures: readonly [page: Page, query: string, result: ResultName][] = [
  ['/silent', '', late],
  ['/head-drips', '', late],
  ['/headers-drip', '', late],
  ['/body-drips', '', late],
  ['/chunks-drip', '', late],
  ['/stops', '', late],
  ['/hints', '', late],
  ['/slow-steps', '', late],
  ['/continues', '', refused],
  ['/endless', '', large],
  ['/endless-chunks', '', large],
  ['/endless-in-length', '', unreadable],
  ['/declares-a-byte-too-many', '', large],
  ['/declares-an-exabyte', '', large],
  ['/hangs-up', '', refused],
  ['/hangs-up-in-head', '', refused],
  ['/short', '', refused],
  ['/short-chunks', '', refused],
  ['/long', '', unreadable],
  ['/declares-too-many-digits', '', refused],
  ['/declares-less-than-nothing', '', refused],
  ['/declares-twice', '', refused],
  ['/length-and-chunks', '', refused],
  ['/no-chunks', '', refused],
  ['/huge-chunk', '', refused],
  ['/until-closed', '', 'SUCCESS'],
  ['/identity', '', 'SUCCESS'],
  ['/gzip', '', refused],
  ['/gzip-twice', '', refused],
  ['/brotli', '', refused],
  ['/long-header', '', refused],
  ['/many-headers', '', refused],
  ['/switches', '', refused],
  ['/no-head', '', refused],
  // Read as what it is otherwise: a whole answer.
  ['/http-2', '', 'SUCCESS'],
  ['/http-9', '', refused],
  ['/no-status', '', refused],
  ['/nul', '', refused],
  ['/split', '', refused],
  ['/no-content', '', refused],
  ['/partial', '', refused],
  ['/not-modified', '', refused],
  ['/unauthorised', '', refused],
  ['/teapot', '', refused],
  ['/fails', '', refused],
  ['/status-999', '', refused],
  ['/loop', '', refused],
  ['/ping', '', refused],
  ['/steps', '5', 'SUCCESS'],
  ['/steps', '6', refused],
  ['/without-location', '', refused],
  ['/to', '', refused],
  ['/to', encodeURIComponent('http://['), refused],
  ['/to', encodeURIComponent('//10.0.0.1/a.jpg'), refused],
  ['/to', encodeURIComponent('\\\\10.0.0.1\\a.jpg'), refused],
  ['/to', encodeURIComponent('/good.jpg#'.concat('x'.repeat(900))), 'SUCCESS'],
  ['/to', encodeURIComponent('/good.jpg\r\nX-Other: y'), 'SUCCESS'],
  ['/endless-redirect', '', 'SUCCESS'],
];

/** What a data file's address answers (rule 8.2). */
const ofDataFiles: readonly [page: Page, result: ResultName][] = [
  ['/good.jsonl', 'SUCCESS'],
  ['/page.jsonl', 'InvalidFileError'],
  ['/good.jpg', 'InvalidFileError'],
  ['/empty.jsonl', 'NoDataError'],
  ['/mark.jsonl', 'NoDataError'],
  ['/over.jsonl', 'ExceedDataSizeError'],
  ['/packed.jsonl', 'InvalidFileError'],
  ['/packed.jsonl.gz', 'InvalidFileError'],
  ['/silent', 'InvalidFileError'],
  ['/head-drips', 'InvalidFileError'],
  ['/body-drips', 'InvalidFileError'],
  ['/chunks-drip', 'InvalidFileError'],
  ['/stops', 'InvalidFileError'],
  ['/continues', 'InvalidFileError'],
  ['/slow-steps', 'InvalidFileError'],
  ['/endless', 'ExceedDataSizeError'],
  ['/endless-chunks', 'ExceedDataSizeError'],
  ['/declares-an-exabyte', 'ExceedDataSizeError'],
  ['/hangs-up', 'InvalidFileError'],
  ['/short', 'InvalidFileError'],
  ['/no-chunks', 'InvalidFileError'],
  ['/gzip', 'InvalidFileError'],
  ['/many-headers', 'InvalidFileError'],
  ['/fails', 'InvalidFileError'],
  ['/loop', 'InvalidFileError'],
];

const download = (use: Use, page: Page, query: string, result: ResultName, within: Milliseconds): RequestRow => ({
  name: `${use.name}: ${page}${query === '' ? '' : `?${decodeURIComponent(query).slice(0, 40)}`} is ${result}`,
  result,
  within,
  ...(use.alone && { alone: true }),
  request: (world) => use.request(world, `${world.site}${page}${query === '' ? '' : `?${query}`}`),
});

/** Time beyond a deadline for the rest of a request, on a machine that is busy with all the other rows. */
const grace: Milliseconds = 3_000;
const ofPicture =
  (use: Use) =>
  ([page, query, result]: (typeof ofPictures)[number]) =>
    download(use, page, query, result, 3_000 + grace);
const ofDataFile = ([page, result]: (typeof ofDataFiles)[number]) =>
  download(uses.index, page, '', result, 10_000 + grace);

const latePictures = ofPictures.filter(([, , result]) => result === late);
const isLate = (page: Page) => latePictures.some(([one]) => one === page);

/** Sites that let the deadline pass. */
export const slowDownloadRows: readonly RequestRow[] = [
  ...latePictures.map(ofPicture(uses.detect)),
  ...latePictures.map(ofPicture(uses.search)),
  ...ofDataFiles.filter(([page]) => isLate(page)).map(ofDataFile),
];
/** Sites that never end, end early, lie or send in circles. */
export const downloadRows: readonly RequestRow[] = [
  ...ofPictures.filter(([page]) => !isLate(page)).map(ofPicture(uses.detect)),
  ...ofPictures.filter(([, , result]) => result === large).map(ofPicture(uses.search)),
  ...ofDataFiles.filter(([page]) => !isLate(page)).map(ofDataFile),
];
