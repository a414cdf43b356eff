import { type AnyRequest, modelId, otherModel, type Wire } from './wire.js';

interface AttributeProbabilities {
  readonly attribute: string;
  readonly values: readonly { readonly value: string; readonly probability: number }[];
}
export interface TagResponse {
  readonly pictures: readonly { readonly attributes: readonly AttributeProbabilities[] }[];
}

export const taggerWire: Wire<'tag', AnyRequest, TagResponse> = {
  request: (manifest, pictures) => ({ model: modelId(manifest), pictures }),
  response: ({ heads }, outputs) => ({
    pictures: outputs.map((output) => ({
      attributes: heads.map(({ attribute, values }, head) => ({
        attribute,
        values: values.map((value, index) => ({ value, probability: output[head]?.[index] ?? 0 })),
      })),
    })),
  }),
  outputs: ({ heads }, { pictures }) =>
    pictures.map(({ attributes }) =>
      heads.map(({ attribute, values }, head) => {
        const answered = attributes[head];
        const same = answered?.attribute === attribute && answered.values.length === values.length;
        if (!same) throw new Error(`the tagger answered no probabilities of ${attribute}`);
        return Float32Array.from(answered.values, ({ probability }) => probability);
      }),
    ),
  mismatch: otherModel,
};
