import type { Box, InputSpec, PreparedInput } from '@openfashion/imaging';
import { createDecoder, prepare } from '@openfashion/imaging';
import sharp, { type Sharp } from 'sharp';

// The product reads no WebP; this benchmark does.
sharp.unblock({ operation: ['VipsForeignLoadWebpBuffer'] });

/** How an input of a model is written for the wire by the caller, and read by the service. */
interface InputForm {
  write(pixels: Uint8Array, input: InputSpec): Promise<Uint8Array>;
  read(bytes: Uint8Array): Promise<Uint8Array>;
}

const encoded = (encode: (picture: Sharp) => Sharp): InputForm => ({
  write: (pixels, { width, height }) => encode(sharp(pixels, { raw: { width, height, channels: 3 } })).toBuffer(),
  read: (bytes) => sharp(bytes).raw().toBuffer(),
});

const forms = {
  'raw pixels, as shipped': { write: async (pixels) => pixels, read: async (bytes) => bytes },
  'JPEG, quality 90': encoded((picture) => picture.jpeg({ quality: 90 })),
  'PNG, level 1': encoded((picture) => picture.png({ compressionLevel: 1 })),
  'WebP, lossless': encoded((picture) => picture.webp({ lossless: true, effort: 0 })),
} as const satisfies Record<string, InputForm>;

/** Not the model's input but the caller's file crosses, and the part of it that is meant; the service does the rest. */
export const wholeFile = 'the caller’s file';

export type FormName = keyof typeof forms | typeof wholeFile;
export const formNames = [...(Object.keys(forms) as (keyof typeof forms)[]), wholeFile] as const;
export const asShipped: FormName = 'raw pixels, as shipped';

export const inputForm = (name: Exclude<FormName, typeof wholeFile>): InputForm => forms[name];

const decoder = createDecoder();

/** What the service makes of what came. */
export async function readInput(
  form: FormName,
  bytes: Uint8Array,
  box: Box,
  input: InputSpec,
): Promise<Pick<PreparedInput, 'data'> & Partial<PreparedInput>> {
  if (form !== wholeFile) return { data: await inputForm(form).read(bytes) };
  return prepare({ picture: await decoder.decode(bytes), box }, input);
}
