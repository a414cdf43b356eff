import { ServerCredentials, type ServerUnaryCall, type sendUnaryData, status } from '@grpc/grpc-js';
import { type PreparedInput, toPicture } from '@openfashion/imaging';
import { openLocalModel } from '@openfashion/inference/local';
import { methodOf, services } from '../../../packages/inference/src/grpc/definitions.js';
import { Admission } from '../../../packages/inference/src/grpc/server/admission.js';
import { GrpcServer } from '../../../packages/inference/src/grpc/server/grpc-server.js';
import { detectorWire } from '../../../packages/inference/src/grpc/wire/detector.js';
import { embedderWire } from '../../../packages/inference/src/grpc/wire/embedder.js';
import type { AnyRequest, ResponseOf } from '../../../packages/inference/src/grpc/wire/index.js';
import type { Output } from '../../../packages/inference/src/tasks/model-runner.js';
import { rawStride } from '../../../packages/inference/src/tasks/raw-detections.js';
import { modelsDirectory } from '../../harness/models.js';
import { patientCall } from '../services/inputs.js';
import { readInput } from './forms.js';
import { fromMetadata } from './message.js';

// A model service that takes pictures in any form: the product's server, messages, queue and model process, and between
// message and queue whatever the form asks for. Told `cpu` by its parent it says what its own process has used so far.

type Answer = ResponseOf<'detect' | 'embed'>;

const task = process.argv[2] === 'embed' ? 'embed' : 'detect';
const options = { modelsDir: modelsDirectory, executionProvider: 'cpu', threads: 1 } as const;

/** The model, and what is answered of its outputs. */
async function open() {
  if (task === 'embed') {
    const model = await openLocalModel('embed', options);
    return { model, response: (outputs: Output[]): Answer => embedderWire.response(model.manifest, outputs) };
  }
  const model = await openLocalModel('detect', options);
  return { model, response: (outputs: Output[]): Answer => detectorWire.response(model.manifest, outputs) };
}
const { model, response } = await open();

async function answer(unary: ServerUnaryCall<AnyRequest, Answer>, reply: sendUnaryData<Answer>): Promise<void> {
  try {
    const { form, box } = fromMetadata(unary.metadata);
    const prepared = await Promise.all(
      unary.request.pictures.map((bytes) => readInput(form, bytes, box, model.manifest.input)),
    );
    const outputs = await model.run(
      prepared.map(({ data }) => data),
      patientCall(),
    );
    reply(null, response(outputs.map((output, index) => ofPicture(output, prepared[index]))));
  } catch (error) {
    reply({ code: status.INTERNAL, details: String(error) });
  }
}

/** Who sent a file knows nothing of the model's input: boxes are answered in the picture's pixels. */
function ofPicture(output: Output, prepared: Partial<PreparedInput> | undefined): Output {
  const { cut, scale, offset } = prepared ?? {};
  const [raw] = output;
  if (task !== 'detect' || !raw || !cut || !scale || !offset) return output;
  const moved = raw.slice();
  for (let at = 0; at < moved.length; at += rawStride) {
    const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = moved.subarray(at, at + 4);
    const box = toPicture({ x0, y0, x1, y1 }, { cut, scale, offset });
    moved.set([box.x0, box.y0, box.x1, box.y1], at);
  }
  return [moved];
}

const { service, method } = services[task];
const server = new GrpcServer({
  service,
  // Nothing is refused here.
  admission: new Admission({ path: '', patience: 60_000, refusal: () => undefined }),
  connectionAge: 86_400_000,
});
server.serve(method, methodOf(task), answer);
await server.listen('127.0.0.1', 0, ServerCredentials.createInsecure());

process.on('message', () => {
  const { user, system } = process.cpuUsage();
  process.send?.((user + system) / 1000);
});
process.on('disconnect', async () => {
  server.end();
  await model.process.close();
  process.exit(0);
});
process.send?.(server.port);
