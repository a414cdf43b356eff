import { rawStride } from '../../tasks/raw-detections.js';
import { type AnyRequest, modelId, otherModel, type Wire } from './wire.js';

interface Detection {
  readonly item_type: string;
  readonly score: number;
  readonly box: { readonly x0: number; readonly y0: number; readonly x1: number; readonly y1: number };
}
export interface DetectResponse {
  readonly pictures: readonly { readonly detections: readonly Detection[] }[];
}

export const detectorWire: Wire<'detect', AnyRequest, DetectResponse> = {
  request: (manifest, pictures) => ({ model: modelId(manifest), pictures }),
  response: ({ classes }, outputs) => ({
    pictures: outputs.map(([raw = new Float32Array()]) => ({
      detections: Array.from({ length: raw.length / rawStride }, (_, index) => {
        const [x0 = 0, y0 = 0, x1 = 0, y1 = 0, score = 0, type = 0] = raw.subarray(index * rawStride);
        return { item_type: classes[type] ?? '', score, box: { x0, y0, x1, y1 } };
      }),
    })),
  }),
  outputs: ({ classes }, { pictures }) =>
    pictures.map(({ detections }) => [
      Float32Array.from(
        detections.flatMap(({ item_type: itemType, score, box: { x0, y0, x1, y1 } }) => {
          const type = classes.indexOf(itemType);
          if (type === -1) throw new Error(`the detector answered the item type ${JSON.stringify(itemType)}`);
          return [x0, y0, x1, y1, score, type];
        }),
      ),
    ]),
  mismatch: otherModel,
};
