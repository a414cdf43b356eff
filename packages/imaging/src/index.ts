export type { Box, InputSpec, Picture, Region } from './picture.js';
