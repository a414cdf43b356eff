import type { Bytes } from '@openfashion/contract';

/** Largest message that either side sends or takes: 32 pictures of 416 × 416 are 17 MB. */
export const maxMessageBytes: Bytes = 32 * 1_048_576;
/** What a message may hold besides pictures. */
const overhead: Bytes = 65_536;
/** As many as the largest batch. */
const maxPictures = 32;

/** Pictures of one message. @param pictureBytes size of the model's input */
export const picturesPerMessage = (pictureBytes: Bytes): number =>
  Math.max(1, Math.min(maxPictures, Math.floor((maxMessageBytes - overhead) / pictureBytes)));
