import type { RawRequest } from '../harness/rest.js';

/** The two routes that read a form; both within a service. */
export type FormRoute = 'search' | 'indexes';

export const boundary = 'hostile';
export const formType = `multipart/form-data; boundary=${boundary}`;
export const formEnd = `--${boundary}--\r\n`;

/** One part as it goes on the wire. `disposition` follows `form-data`. */
export const part = (disposition: string, value: string | Uint8Array = '', headers = ''): Buffer =>
  Buffer.concat([
    Buffer.from(`--${boundary}\r\nContent-Disposition: form-data${disposition}\r\n${headers}\r\n`),
    Buffer.from(value),
    Buffer.from('\r\n'),
  ]);
export const field = (name: string, value: string | Uint8Array): Buffer => part(`; name="${name}"`, value);
export const file = (name: string, value: string | Uint8Array, filename = 'a.jsonl'): Buffer =>
  part(`; name="${name}"; filename="${filename}"`, value);

/** A whole form. */
export const form = (...parts: readonly Uint8Array[]): Buffer => Buffer.concat([...parts, Buffer.from(formEnd)]);

/** A form, or what is said to be one, to a service's route. */
export const post = (
  service: string,
  route: FormRoute,
  body: string | Uint8Array,
  contentType = formType,
): RawRequest => ({
  method: 'POST',
  path: `/services/${service}/${route}`,
  headers: { 'Content-Type': contentType },
  body,
});

/** A data file as an index request. */
export const postFile = (
  service: string,
  content: string | Uint8Array,
  format = 'jsonl',
  filename?: string,
): RawRequest => post(service, 'indexes', form(field('format', format), file('file', content, filename)));

/** Where a data file is, as an index request. */
export const postLink = (service: string, link: string): RawRequest =>
  post(service, 'indexes', form(field('format', 'jsonl'), field('link', link)));

/** A search by the picture at an address. */
export const postAddress = (service: string, address: string): RawRequest =>
  post(service, 'search', form(field('limit', '3'), field('imageUrl', address)));

/** A search by an uploaded picture. */
export const postPicture = (service: string, bytes: Uint8Array): RawRequest =>
  post(service, 'search', form(field('limit', '3'), file('imageFile', bytes, 'a.jpg')));
