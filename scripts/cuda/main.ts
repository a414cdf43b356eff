// `npm run cuda:install` puts the CUDA provider beside the installed onnxruntime-node (docs/gpu.md).
import { installedRuntime } from '@openfashion/inference/provider-files';
import { run } from './command.js';
import { findPlaces } from './libraries.js';
import { pins } from './pins.js';

process.exitCode = await run(process.argv.slice(2), {
  pins,
  runtime: await installedRuntime(),
  platform: `${process.platform} ${process.arch}`,
  places: (more) => findPlaces(process.env, more),
  print: console.log,
  complain: console.error,
});
