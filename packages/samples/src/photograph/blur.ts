/** Two passes of a box of 2 × radius + 1 along one axis, in place. `step` is the way to the next element of a line. */
function line(
  values: Float32Array,
  start: number,
  step: number,
  count: number,
  radius: number,
  copy: Float32Array,
): void {
  for (let i = 0; i < count; i++) copy[i] = values[start + i * step] ?? 0;
  const last = count - 1;
  let sum = (copy[0] ?? 0) * (radius + 1);
  for (let i = 1; i <= radius; i++) sum += copy[Math.min(i, last)] ?? 0;
  const share = 1 / (2 * radius + 1);
  for (let i = 0; i < count; i++) {
    values[start + i * step] = sum * share;
    sum += (copy[i + radius < last ? i + radius + 1 : last] ?? 0) - (copy[i > radius ? i - radius : 0] ?? 0);
  }
}

/** Blurs a plane of width × height in place: `passes` boxes each way come close to a Gaussian. */
export function blur(values: Float32Array, width: number, height: number, radius: number, passes = 2): void {
  const copy = new Float32Array(Math.max(width, height));
  for (let pass = 0; pass < passes; pass++) {
    for (let y = 0; y < height; y++) line(values, y * width, 1, width, radius, copy);
    for (let x = 0; x < width; x++) line(values, x, width, height, radius, copy);
  }
}
