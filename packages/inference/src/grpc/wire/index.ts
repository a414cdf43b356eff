import type { Task } from '../../manifest.js';
import { type DetectResponse, detectorWire } from './detector.js';
import { type EmbedRequest, type EmbedResponse, embedderWire } from './embedder.js';
import { type TagResponse, taggerWire } from './tagger.js';
import type { AnyRequest, Wire } from './wire.js';

export { type AnyRequest, modelId, type Wire } from './wire.js';

/** The messages of each task's method. */
export interface Messages {
  readonly detect: { readonly request: AnyRequest; readonly response: DetectResponse };
  readonly embed: { readonly request: EmbedRequest; readonly response: EmbedResponse };
  readonly tag: { readonly request: AnyRequest; readonly response: TagResponse };
}
export type RequestOf<Of extends Task> = Messages[Of]['request'];
export type ResponseOf<Of extends Task> = Messages[Of]['response'];
export type WireOf<Of extends Task> = Wire<Of, RequestOf<Of>, ResponseOf<Of>>;

export const wires: { readonly [Of in Task]: WireOf<Of> } = {
  detect: detectorWire,
  embed: embedderWire,
  tag: taggerWire,
};
