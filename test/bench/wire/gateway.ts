import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import type { Client } from '@grpc/grpc-js';
import { createDecoder, type Picture, prepare, type Region } from '@openfashion/imaging';
import { type Detection, largestItem, type Manifest } from '@openfashion/inference';
import sharp from 'sharp';
import { Channel } from '../../../packages/inference/src/grpc/client/channel.js';
import { methodOf } from '../../../packages/inference/src/grpc/definitions.js';
import { type RequestOf, type ResponseOf, wires } from '../../../packages/inference/src/grpc/wire/index.js';
import { readManifestFor } from '../../../packages/inference/src/read-model.js';
import { createDetector } from '../../../packages/inference/src/tasks/detector.js';
import { createEmbedder } from '../../../packages/inference/src/tasks/embedder.js';
import type { Ran } from '../../../packages/inference/src/tasks/region-runner.js';
import { modelsDirectory } from '../../harness/models.js';
import { patientCall } from '../services/inputs.js';
import { type FormName, inputForm, wholeFile } from './forms.js';
import { type Meant, toMetadata } from './message.js';
import { heapGrowing } from './stand-in.js';

/** What a picture shows, and what crossed the wire for it. */
export interface Found {
  /** Those that are displayed. */
  readonly detections: readonly Detection[];
  readonly largest?: Detection;
  /** Of the largest. */
  readonly vector?: Float32Array;
  readonly bytes: number;
}

export interface Gateway extends Disposable {
  /** What a search by picture asks of the models: the items, then the vector of the largest. */
  look(file: Uint8Array, form: FormName): Promise<Found>;
}

/** @param addresses of the stand-ins */
export async function openGateway(addresses: { readonly detect: string; readonly embed: string }): Promise<Gateway> {
  setFlagsFromString(heapGrowing);
  const detect = await readManifestFor(join(modelsDirectory, 'detector'), 'detect');
  const embed = await readManifestFor(join(modelsDirectory, 'embedder'), 'embed');
  const toDetector = await Channel.open(addresses.detect, undefined);
  const toEmbedder = await Channel.open(addresses.embed, undefined);
  const decoder = createDecoder();
  return {
    async look(file, form) {
      let bytes = 0;
      const runner =
        <Of extends 'detect' | 'embed'>(task: Of, manifest: Manifest<Of>, { client }: Channel) =>
        async (regions: readonly Region[]): Promise<Ran[]> =>
          Promise.all(
            regions.map(async (region) => {
              const { sent, prepared } = await written(region, manifest, form, file);
              bytes += sent.length;
              const request = wires[task].request(manifest, [sent]);
              const response = await ask(client, task, request, { form, box: region.box });
              const [output = []] = wires[task].outputs(manifest, response);
              return { prepared, output };
            }),
          );
      const detector = createDetector(detect, { run: runner('detect', detect, toDetector) });
      const embedder = createEmbedder(embed, { run: runner('embed', embed, toEmbedder) });
      const picture = form === wholeFile ? await headOf(file) : await decoder.decode(file);
      const [all = []] = await detector.detect([picture], patientCall());
      const detections = all.filter(({ score }) => score >= detector.thresholds.display);
      const largest = largestItem(all, detector.thresholds.display);
      if (largest === undefined) return { detections, bytes };
      const [vector] = await embedder.embed([{ picture, box: largest.box }], patientCall());
      return { detections, largest, ...(vector && { vector }), bytes };
    },
    [Symbol.dispose]() {
      toDetector.close();
      toEmbedder.close();
    },
  };
}

/** Of a picture that is not decoded here: its size only. */
async function headOf(file: Uint8Array): Promise<Picture> {
  const { width, height } = await sharp(file).metadata();
  return { width, height, data: new Uint8Array() };
}

async function written(region: Region, { input }: Manifest, form: FormName, file: Uint8Array) {
  if (form !== wholeFile) {
    const prepared = await prepare(region, input);
    return { prepared, sent: await inputForm(form).write(prepared.data, input) };
  }
  const { width, height } = region.picture;
  const asItIs = { cut: { x0: 0, y0: 0, x1: width, y1: height }, scale: { x: 1, y: 1 }, offset: { x: 0, y: 0 } };
  return { prepared: { ...asItIs, data: region.picture.data }, sent: file };
}

function ask<Of extends 'detect' | 'embed'>(
  client: Client,
  task: Of,
  request: RequestOf<Of>,
  meant: Meant,
): Promise<ResponseOf<Of>> {
  const { path, requestSerialize, responseDeserialize } = methodOf(task);
  return new Promise((resolve, reject) => {
    client.makeUnaryRequest(
      path,
      requestSerialize,
      responseDeserialize,
      request,
      toMetadata(meant),
      (error, response) => {
        if (error) reject(error);
        else if (response) resolve(response);
        else reject(new Error(`${path} answered nothing`));
      },
    );
  });
}
