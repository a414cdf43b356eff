import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { eventually } from '../harness/eventually.js';
import { freePort } from '../harness/free-port.js';
import { ProcessUnderTest } from '../harness/process-under-test.js';
import { send } from '../harness/rest.js';
import { laidOut } from './laid-out.js';

/** Ends with what the image's own check of its health says of a process at this port. */
async function health(folder: string, port: number): Promise<number | null> {
  const check = spawn(process.execPath, [`${folder}/deploy/images/healthy.mjs`], {
    env: { OPENFASHION_PORT: String(port) },
    stdio: 'ignore',
  });
  const [code] = await once(check, 'exit');
  return code;
}

test('the files of a model service suffice for it to serve, and its check of its health says so', async () => {
  await using image = await laidOut('detector');
  const port = await freePort();
  await using service = new ProcessUnderTest(image.main, {
    OPENFASHION_PORT: String(port),
    OPENFASHION_GRPC_PORT: '0',
    OPENFASHION_LOG_LEVEL: 'warn',
  });
  await service.line('The detector serves at ');
  expect((await send(`http://127.0.0.1:${port}`, { path: '/readyz' })).status).toBe(200);
  expect(await health(image.folder, port)).toBe(0);
  expect(await service.stop()).toBe(0);
  expect(await health(image.folder, port)).not.toBe(0);
});

test.each(['gateway', 'indexer'] as const)('the files of a %s suffice for it to wait for its stores', async (name) => {
  await using image = await laidOut(name);
  const [port, nowhere] = [await freePort(), await freePort()];
  await using waiting = new ProcessUnderTest(image.main, {
    ...(name === 'gateway' ? { OPENFASHION_PORT: '0', OPENFASHION_OPERATOR_PORT: String(port) } : {}),
    ...(name === 'indexer' ? { OPENFASHION_PORT: String(port) } : {}),
    OPENFASHION_NATS_URL: `nats://127.0.0.1:${nowhere}`,
    OPENFASHION_QDRANT_URL: `http://127.0.0.1:${nowhere}`,
    OPENFASHION_DETECTOR_ADDR: `127.0.0.1:${nowhere}`,
    OPENFASHION_EMBEDDER_ADDR: `127.0.0.1:${nowhere}`,
    ...(name === 'gateway' && { OPENFASHION_TAGGER_ADDR: `127.0.0.1:${nowhere}` }),
  });
  await eventually(`${name} is alive`, async () => {
    const reply = await send(`http://127.0.0.1:${port}`, { path: '/healthz' }).catch(() => undefined);
    return reply?.status === 200;
  });
  await eventually(`${name} says what it waits for`, async () => waiting.errors.some((line) => line.includes('NATS')));
  expect(await waiting.stop()).toBe(0);
});
