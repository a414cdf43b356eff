import { type InferenceSession, Tensor } from 'onnxruntime-node';
import type { Manifest } from '../manifest.js';
import { openSession } from '../process/open-session.js';
import { examine } from './examine.js';
import { timeRuns } from './measure.js';
import type { CheckReply, CheckRequest, Port } from './protocol.js';

// A process for the check of one model: what crashes here is a line of the report there.

interface Opened {
  readonly session: InferenceSession;
  readonly manifest: Manifest;
}
let opened: Opened | undefined;

process.on('message', (request: CheckRequest) => {
  answer(request).then(reply, (error: unknown) =>
    reply({ kind: 'failed', message: error instanceof Error ? error.message : String(error) }),
  );
});
const reply = (message: CheckReply) => process.send?.(message);
process.on('disconnect', () => process.exit(0));

async function answer(request: CheckRequest): Promise<CheckReply> {
  if (request.kind === 'open') {
    const { manifest } = request.load.model;
    const session = await openSession(request.load, (unproven) =>
      run({ session: unproven, manifest }, blank(manifest, 1), 1),
    );
    opened = { session, manifest };
    const { inputMetadata, outputMetadata } = session;
    return { kind: 'opened', signature: { inputs: inputMetadata.map(portOf), outputs: outputMetadata.map(portOf) } };
  }
  const model = opened;
  if (model === undefined) throw new Error('no model is open');
  if (request.kind === 'examine') {
    const problems = await examine(model.manifest, (pixels, size) => run(model, pixels, size), request.tolerance);
    return { kind: 'examined', problems };
  }
  const { size } = request;
  const pixels = blank(model.manifest, size);
  return { kind: 'measured', times: await timeRuns(() => run(model, pixels, size)) };
}

function run({ session, manifest }: Opened, pixels: Uint8Array, size: number) {
  const { name, width, height } = manifest.input;
  return session.run({ [name]: new Tensor('uint8', pixels, [size, height, width, 3]) });
}

const blank = ({ input }: Manifest, size: number) => new Uint8Array(size * input.width * input.height * 3);

const portOf = (value: InferenceSession.ValueMetadata): Port =>
  value.isTensor
    ? { name: value.name, type: value.type, shape: value.shape }
    : { name: value.name, type: 'no tensor', shape: [] };
