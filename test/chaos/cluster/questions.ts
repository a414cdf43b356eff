import { openAsBlob } from 'node:fs';
import { basename } from 'node:path';
import { pictures as pictureFiles } from '../../harness/picture-forms.js';
import type { Envelope, RawRequest } from '../../harness/rest.js';

type Data = Envelope['data'];

/** A request about a service that nobody changes, and whether two answers to it are the same. */
export interface Question {
  readonly kind: string;
  readonly request: RawRequest;
  same(before: Data, now: Data): boolean;
}

/** Vectors of pictures that went through the models in other company differ in their last bits. */
const rounding = 1e-4;

const exactly: Question['same'] = (before, now) => JSON.stringify(before) === JSON.stringify(now);

/** The same items, each as similar but for rounding. */
const nearly: Question['same'] = (before, now) => {
  const similarities = new Map<string, number>(before.items.map(ofItem));
  return (
    now.items.length === similarities.size &&
    now.items.map(ofItem).every(([id, similarity]: [string, number]) => {
      return Math.abs((similarities.get(id) ?? Number.NaN) - similarity) < rounding;
    })
  );
};
const ofItem = ({ productId, similarity }: { productId: string; similarity: number }) => [productId, similarity];

const types: Question['same'] = (before, now) => typesOf(before) === typesOf(now);
const typesOf = ({ items }: Data) => items.map(({ type }: { type: string }) => type).join();

export interface Quiet {
  readonly service: string;
  readonly productIds: readonly string[];
  readonly indexId: string;
  readonly links: readonly string[];
  readonly pictures: readonly string[];
}

/** No item is cut off, since which of several equally similar ones stand at the cut is not promised (rule 5.2). */
const all = 'limit=200&includeDuplicates=true';

const forms = await Promise.all(
  pictureFiles.slice(0, 8).map(async (file) => {
    const form = new FormData();
    form.append('limit', '200');
    form.append('includeDuplicates', 'true');
    form.append('imageFile', await openAsBlob(file), basename(file));
    return form;
  }),
);

/** What is asked again and again about a quiet service. */
export function questionsAbout({ service, productIds, indexId, links, pictures }: Quiet): Question[] {
  const at = (path: string) => `/services/${service}${path}`;
  const get = (kind: string, same: Question['same'], paths: readonly string[]) =>
    paths.map((path): Question => ({ kind, request: { path: at(path) }, same }));
  return [
    ...get(
      'by id',
      exactly,
      productIds.map((id) => `/products/${id}/search?${all}`),
    ),
    ...get(
      'by id, filtered',
      exactly,
      productIds.map((id) => `/products/${id}/search?${all}&filter.s1=!equal:s1,s3`),
    ),
    ...forms.map((body): Question => {
      return { kind: 'by picture', request: { method: 'POST', path: at('/search'), body }, same: nearly };
    }),
    ...get(
      'by link',
      nearly,
      links.map((link) => `/search?${all}&link=${encodeURIComponent(link)}`),
    ),
    ...get(
      'tag',
      types,
      pictures.map((picture) => `/tag?itemLimit=4&path=${encodeURIComponent(picture)}`),
    ),
    ...get('service', exactly, ['']),
    ...get('jobs', exactly, ['/indexes?start=0&limit=20', '/indexes?start=0&limit=1&order=addedCount:desc']),
    ...get('job', exactly, [`/indexes/${indexId}?include=failures`]),
  ];
}
