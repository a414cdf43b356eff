import type { Detection } from './port.js';

export const area = ({ box }: Detection): number => (box.x1 - box.x0) * (box.y1 - box.y0);

/** The largest item by the area of its box among those that reach the threshold (rules 5.9, 5.11). */
export function largestItem(detections: readonly Detection[], threshold: number): Detection | undefined {
  let largest: Detection | undefined;
  for (const detection of detections) {
    if (detection.score >= threshold && (largest === undefined || area(detection) > area(largest))) largest = detection;
  }
  return largest;
}
