import { type AnyRequest, modelId, otherModel, type Wire } from './wire.js';

export interface EmbedRequest extends AnyRequest {
  readonly embedding_id: string;
}
export interface EmbedResponse {
  /** Little-endian float32. */
  readonly vectors: readonly Uint8Array[];
}

const floatBytes = Float32Array.BYTES_PER_ELEMENT;

export const embedderWire: Wire<'embed', EmbedRequest, EmbedResponse> = {
  request: (manifest, pictures) => ({ model: modelId(manifest), embedding_id: manifest.embedding.id, pictures }),
  response: (_manifest, outputs) => ({
    vectors: outputs.map(([vector = new Float32Array()]) => toBytes(vector)),
  }),
  outputs: ({ embedding: { dimension } }, { vectors }) =>
    vectors.map((bytes) => {
      if (bytes.length !== dimension * floatBytes) {
        throw new Error(`the embedder answered a vector of ${bytes.length} bytes, not ${dimension * floatBytes}`);
      }
      return [fromBytes(bytes)];
    }),
  mismatch: (manifest, request) => {
    const { id } = manifest.embedding;
    if (request.embedding_id === id) return otherModel(manifest, request);
    return `embedding_id: this service makes vectors of ${id}, not of ${JSON.stringify(request.embedding_id)}`;
  },
};

function toBytes(vector: Float32Array): Uint8Array {
  const bytes = new Uint8Array(vector.length * floatBytes);
  const view = new DataView(bytes.buffer);
  for (const [index, value] of vector.entries()) view.setFloat32(index * floatBytes, value, true);
  return bytes;
}

function fromBytes(bytes: Uint8Array): Float32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Float32Array.from({ length: bytes.length / floatBytes }, (_, index) =>
    view.getFloat32(index * floatBytes, true),
  );
}
