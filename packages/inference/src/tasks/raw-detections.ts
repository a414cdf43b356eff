/** Boxes of one picture, six numbers each: x0 y0 x1 y1 in input pixels, score, index of the class. */
export type RawDetections = Float32Array;
export const rawStride = 6;
