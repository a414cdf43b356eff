import type { Detection } from '@openfashion/inference';
export function largestItem(detections: readonly Detection[], threshold: number): Detection | undefined {
  const area = ({ box }: Detection) => (box.x1 - box.x0) * (box.y1 - box.y0);
  return detections.filter((d) => d.score >= threshold).sort((a, b) => area(b) - area(a))[0];
}
