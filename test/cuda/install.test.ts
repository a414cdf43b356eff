import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkProviderFiles, installedRuntime, markerFile } from '@openfashion/inference/provider-files';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { run, type World } from '../../scripts/cuda/command.js';
import { findPlaces } from '../../scripts/cuda/libraries.js';
import { pins } from '../../scripts/cuda/pins.js';
import { exitCodes } from '../../scripts/cuda/problem.js';
import { contentOf, makeBrokenWheel, makeWheel } from './fake-wheel.js';

let folder: string;
let runtime: World['runtime'];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cuda-'));
  runtime = { version: '1.30.0', folder: join(folder, 'runtime') };
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A folder with empty libraries. */
async function libraries(name: string, files: readonly string[]): Promise<string> {
  const path = join(folder, name);
  await mkdir(path);
  for (const file of files) await writeFile(join(path, file), '');
  return path;
}
const needed = (provider: 'cuda' | 'tensorrt') => pins.libraries[provider].map(({ name }) => name);

/** The command on this folder, with the libraries of `LD_LIBRARY_PATH` and of `--library-dir` only. */
async function command(parameters: readonly string[], more: Partial<World> & { loaderPath?: string } = {}) {
  const { loaderPath, ...world } = more;
  const printed: string[] = [];
  const complaints: string[] = [];
  const code = await run(parameters, {
    pins,
    runtime,
    platform: 'linux x64',
    // What this machine itself has is left out, so that the test is the same on every machine.
    places: async (named) =>
      (await findPlaces({ LD_LIBRARY_PATH: loaderPath }, named)).filter(({ folder: place }) =>
        place.startsWith(folder),
      ),
    print: (text) => printed.push(text),
    complain: (text) => complaints.push(text),
    ...world,
  });
  return { code, printed: printed.join('\n'), complaints: complaints.join('\n') };
}

test('what is pinned is of the version that is installed: who changes one changes the other', async () => {
  expect(pins.version).toBe((await installedRuntime()).version);
  expect(pins.wheel).toContain(`-${pins.version}-`);
});

test('the providers’ files are put beside the runtime, which then takes them', async () => {
  const wheel = await makeWheel(folder);
  const loaderPath = await libraries('libraries', needed('cuda'));
  const { code, printed, complaints } = await command(['--wheel', wheel.path], { pins: wheel.pins, loaderPath });
  expect({ code, complaints }).toEqual({ code: 0, complaints: '' });
  expect(printed).toContain(`libcudnn.so.9: ${loaderPath}`);
  expect(printed).not.toContain('LD_LIBRARY_PATH');
  const files = pins.files.cuda;
  expect((await readdir(runtime.folder)).sort()).toEqual([...files, markerFile].sort());
  for (const file of files) expect(await readFile(join(runtime.folder, file), 'utf8')).toBe(contentOf(file));
  await checkProviderFiles('cuda', runtime);
  await expect(checkProviderFiles('tensorrt', runtime)).rejects.toThrow('npm run cuda:install -- --tensorrt');
  await expect(checkProviderFiles('cuda', { ...runtime, version: '1.31.0' })).rejects.toThrow('is of 1.30.0');
});

test('TensorRT comes along when it is asked for, with the libraries that it needs', async () => {
  const wheel = await makeWheel(folder);
  const loaderPath = await libraries('libraries', needed('cuda'));
  const { code, complaints } = await command(['--tensorrt', '--wheel', wheel.path], { pins: wheel.pins, loaderPath });
  expect(code).toBe(exitCodes.libraries);
  expect(complaints).toContain('libnvinfer.so.10 is missing (part of TensorRT; Python package tensorrt-cu13-libs)');
  await checkProviderFiles('tensorrt', runtime);
});

test('a wheel with another hash than the pinned is refused, and what was installed stays', async () => {
  const wheel = await makeWheel(folder);
  await command(['--wheel', wheel.path, '--skip-libraries'], { pins: wheel.pins });
  const { code, complaints } = await command(['--wheel', wheel.path]);
  expect(code).toBe(exitCodes.hash);
  expect(complaints).toBe(
    `${wheel.path} is not ${pins.wheel}: its SHA-256 is ${wheel.pins.sha256}, not ${pins.sha256}`,
  );
  await checkProviderFiles('cuda', runtime);
});

test('another onnxruntime-node than the pinned version is refused before anything is fetched', async () => {
  const { code, complaints } = await command([], { runtime: { ...runtime, version: '1.31.0' } });
  expect(code).toBe(exitCodes.version);
  expect(complaints).toBe('onnxruntime-node is 1.31.0, the pinned onnxruntime-gpu is 1.30.0: pin that first');
});

test('another platform is refused', async () => {
  const { code, complaints } = await command([], { platform: 'darwin arm64' });
  expect(code).toBe(exitCodes.platform);
  expect(complaints).toBe('the wheel is for linux x64, this is darwin arm64');
});

test('a wheel that is cut off, or lacks a file, is refused, and leaves nothing that would be loaded', async () => {
  const broken = await makeBrokenWheel(folder);
  const cutOff = await command(['--wheel', broken.path], { pins: broken.pins });
  expect(cutOff.code).toBe(exitCodes.wheel);
  expect(cutOff.complaints).toContain(`${broken.path} cannot be unpacked: `);
  const name = 'libonnxruntime_providers_cuda.so';
  const lacking = await makeWheel(folder, [name]);
  const { code, complaints } = await command(['--wheel', lacking.path], { pins: lacking.pins });
  expect(code).toBe(exitCodes.wheel);
  expect(complaints).toBe(`${lacking.path} has no ${pins.folder}/${name}`);
  await expect(checkProviderFiles('cuda', runtime)).rejects.toThrow('not installed');
  expect((await readdir(runtime.folder)).filter((file) => file.endsWith('.part'))).toEqual([]);
});

test('a missing library is named, with where it comes from', async () => {
  const wheel = await makeWheel(folder);
  const loaderPath = await libraries(
    'libraries',
    needed('cuda').filter((name) => name !== 'libcudnn.so.9' && name !== 'libcuda.so.1'),
  );
  const { code, complaints } = await command(['--wheel', wheel.path], { pins: wheel.pins, loaderPath });
  expect(code).toBe(exitCodes.libraries);
  expect(complaints.split('\n')).toEqual([
    'libcuda.so.1 is missing (comes with the NVIDIA driver)',
    'libcudnn.so.9 is missing (part of cuDNN; Python package nvidia-cudnn-cu13)',
  ]);
});

test('another version of CUDA is called that', async () => {
  const wheel = await makeWheel(folder);
  const loaderPath = await libraries(
    'cuda-12',
    needed('cuda').map((name) => name.replace('.so.13', '.so.12')),
  );
  const { code, complaints } = await command(['--wheel', wheel.path], { pins: wheel.pins, loaderPath });
  expect(code).toBe(exitCodes.libraries);
  expect(complaints).toContain(
    `CUDA 12 is installed, this provider needs CUDA 13: libcublas.so.13 is missing, ${loaderPath}/libcublas.so.12 is there`,
  );
  expect(complaints).not.toContain('libcudnn');
});

test('libraries in a folder that the loader does not search count, with the variable to set', async () => {
  const wheel = await makeWheel(folder);
  const libraryDir = await libraries('libraries', needed('cuda'));
  const parameters = ['--wheel', wheel.path, '--library-dir', libraryDir];
  const { code, printed } = await command(parameters, { pins: wheel.pins });
  expect(code).toBe(0);
  expect(printed).toContain(`  LD_LIBRARY_PATH=${libraryDir}`);
});

test('--check installs nothing and says what is there', async () => {
  const wheel = await makeWheel(folder);
  const before = await command(['--check']);
  expect(before.code).toBe(exitCodes.notInstalled);
  expect(before.complaints).toContain('has no libonnxruntime_providers_shared.so, libonnxruntime_providers_cuda.so');
  const loaderPath = await libraries('libraries', needed('cuda'));
  await command(['--wheel', wheel.path], { pins: wheel.pins, loaderPath });
  const { code, printed } = await command(['--check', '--json'], { loaderPath });
  expect(code).toBe(0);
  expect(JSON.parse(printed)).toMatchObject({
    folder: runtime.folder,
    installed: { version: '1.30.0', wheel: pins.wheel },
    libraries: needed('cuda').map((name) => ({ name, folder: loaderPath })),
    problems: [],
  });
  await writeFile(join(runtime.folder, 'libonnxruntime_providers_cuda.so'), 'another');
  const changed = await command(['--check'], { loaderPath });
  expect(changed.code).toBe(exitCodes.hash);
  expect(changed.complaints).toContain('libonnxruntime_providers_cuda.so is not the file that was installed');
});

test('a wrong option is answered with how to use it', async () => {
  const { code, complaints } = await command(['--chek']);
  expect(code).toBe(exitCodes.usage);
  expect(complaints).toContain('npm run cuda:install -- [--tensorrt]');
  expect((await command(['--help'])).code).toBe(0);
});
