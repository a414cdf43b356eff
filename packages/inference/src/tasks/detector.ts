import { limits } from '@openfashion/contract';
import { type Box, type Picture, type PreparedInput, toPicture } from '@openfashion/imaging';
import type { Manifest } from '../manifest.js';
import type { Detection, Detector } from '../port.js';
import { type RawDetections, rawStride } from './raw-detections.js';
import type { RegionRunner } from './region-runner.js';

export function createDetector(
  { classes, thresholds }: Pick<Manifest<'detect'>, 'classes' | 'thresholds'>,
  runner: Pick<RegionRunner, 'run'>,
): Detector {
  return {
    thresholds,
    async detect(pictures, call) {
      const regions = pictures.map((picture) => ({ picture, box: whole(picture) }));
      const ran = await runner.run(regions, call);
      return ran.map(({ prepared, output: [raw = new Float32Array()] }, index) => {
        const picture = pictures[index];
        return picture ? toDetections(raw, prepared, picture, classes) : [];
      });
    },
  };
}

const whole = ({ width, height }: Picture): Box => ({ x0: 0, y0: 0, x1: width, y1: height });

function toDetections(
  raw: RawDetections,
  prepared: PreparedInput,
  picture: Picture,
  classes: readonly string[],
): Detection[] {
  const detections: Detection[] = [];
  for (let at = 0; at < raw.length && detections.length < limits.items.max; at += rawStride) {
    const [x0 = 0, y0 = 0, x1 = 0, y1 = 0, score = 0, type = 0] = raw.subarray(at, at + rawStride);
    const box = clip(toPicture({ x0, y0, x1, y1 }, prepared), picture);
    if (isRecognised(box)) detections.push({ type: classes[type] ?? '', score, box });
  }
  return detections;
}

function clip({ x0, y0, x1, y1 }: Box, { width, height }: Picture): Box {
  const x = (value: number) => Math.min(width, Math.max(0, value));
  const y = (value: number) => Math.min(height, Math.max(0, value));
  return { x0: x(x0), y0: y(y0), x1: x(x1), y1: y(y1) };
}

/** Rule 6.2: not when both sides are short; nor when nothing is left within the picture. */
function isRecognised({ x0, y0, x1, y1 }: Box): boolean {
  const width = x1 - x0;
  const height = y1 - y0;
  return width > 0 && height > 0 && Math.max(width, height) > limits.items.unrecognisedSide;
}
