import type { Milliseconds } from '@openfashion/contract';

export const second: Milliseconds = 1_000;
export const minute: Milliseconds = 60 * second;
export const hour: Milliseconds = 60 * minute;
