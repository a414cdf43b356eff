import { Metadata } from '@grpc/grpc-js';
import type { Box } from '@openfashion/imaging';
import { type FormName, formNames } from './forms.js';

/** What the product's messages have no field for travels beside them. */
export interface Meant {
  readonly form: FormName;
  /** Part of the picture, in its pixels. */
  readonly box: Box;
}

const key = 'bench-meant';

export function toMetadata({ form, box }: Meant): Metadata {
  const metadata = new Metadata();
  metadata.set(key, JSON.stringify([formNames.indexOf(form), box]));
  return metadata;
}

export function fromMetadata(metadata: Metadata): Meant {
  const [form, box] = JSON.parse(metadata.get(key)[0]?.toString() ?? '') as [number, Box];
  return { form: formNames[form] ?? formNames[0], box };
}
