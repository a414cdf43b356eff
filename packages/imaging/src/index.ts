export { createDecoder, type Decoder, type DecoderOptions } from './decode/decoder.js';
export { type PictureFormat, sniff } from './decode/sniff.js';
export {
  createDownloader,
  type Downloader,
  type DownloaderOptions,
  type DownloadObserver,
  type DownloadOptions,
} from './download/downloader.js';
export type { Download } from './download/follow.js';
export { isTransient } from './download/transient.js';
export type { Validators } from './download/validators.js';
export { fingerprint, samePicture } from './fingerprint.js';
export type { Box, InputSpec, Picture, Region } from './picture.js';
export { type PreparedInput, prepare, toPicture } from './prepare.js';
