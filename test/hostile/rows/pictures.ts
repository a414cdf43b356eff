import { postPicture } from '../form.js';
import { pictures, type Taken } from '../pictures/index.js';
import type { HostileWorld, RequestRow } from '../row.js';

type Use = (picture: (typeof pictures)[number]) => Pick<RequestRow, 'result' | 'request'>;

const get = ({ service, site }: HostileWorld, route: string, page: string) => ({
  path: `/services/${service}/${route}?path=${encodeURIComponent(site + page)}`,
});
const unless = (taken: Taken, other: 'SUCCESS' | 'NoDetectedFashionItems') =>
  taken === 'item' || taken === 'nothing' ? other : taken;

/** The three ways in which a picture comes in. */
const uses: Readonly<Record<string, Use>> = {
  detected: ({ taken, page }) => ({
    result: unless(taken, 'SUCCESS'),
    request: (world) => get(world, 'detect', page),
  }),
  uploaded: ({ taken, bytes }) => ({
    result: unless(taken, taken === 'item' ? 'SUCCESS' : 'NoDetectedFashionItems'),
    request: ({ service }) => postPicture(service, bytes),
  }),
  // A tag's picture has at most 1 MB (rule 7.1).
  tagged: ({ taken, bytes, page }) => ({
    result: bytes.length > 1_048_576 ? 'ImageTooLargeException' : unless(taken, 'SUCCESS'),
    request: (world) => get(world, 'tag', page),
  }),
};

/** Pictures that are broken, too large, burdened, two things at once, or unusual (rules 7.1, 7.4). */
export const pictureRows: readonly RequestRow[] = pictures.flatMap((picture) =>
  Object.entries(uses).map(([how, use]) => ({ name: `${picture.name}, ${how}`, within: 10_000, ...use(picture) })),
);
