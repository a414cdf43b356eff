import { readFile } from 'node:fs/promises';
import { createDecoder } from '@openfashion/imaging';
import { largestItem } from '@openfashion/inference';
import { openRemote } from '@openfashion/inference/grpc/client';
import { closedLoop } from '../../harness/closed-loop.js';
import { modelsDirectory } from '../../harness/models.js';
import { pictures } from '../../harness/picture-forms.js';
import { time } from '../pairs.js';
import { patientCall } from './inputs.js';
import type { ScriptOptions, ScriptRequest } from './search-script.js';

// What a search by picture asks of others, and nothing else: decode, detect, embed the largest item. The same imaging
// functions and gRPC client as the server's, without HTTP and stores.

const addresses = JSON.parse(process.argv[2] ?? '') as ScriptOptions;
const detect = await openRemote('detect', { address: addresses.detect, modelsDir: modelsDirectory });
const embed = await openRemote('embed', { address: addresses.embed, modelsDir: modelsDirectory });
const files = await Promise.all(pictures.map((file) => readFile(file)));
const decoder = createDecoder();

async function look(index: number): Promise<unknown> {
  const picture = await decoder.decode(files[index % files.length] ?? new Uint8Array());
  const [detections = []] = await detect.port.detect([picture], patientCall());
  const item = largestItem(detections, detect.port.thresholds.display);
  return item && embed.port.embed([{ picture, box: item.box }], patientCall());
}

process.on('message', async (request: ScriptRequest) => {
  const times: number[] = [];
  await closedLoop(async (index) => void times.push(await time(() => look(index))), request);
  process.send?.(times);
});
process.on('disconnect', () => process.exit(0));
process.send?.('ready');
