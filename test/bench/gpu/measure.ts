import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Task } from '@openfashion/inference';
import { tasks as everyTask } from '../../harness/model-service.js';
import type { Section } from '../report.js';
import { BusyMeter } from './busy.js';
import { httpRows } from './http-rows.js';
import { modelRows } from './model-rows.js';
import type { PlainOptions } from './plain.js';

/** All tables. */
export async function measureGpu(
  section: Section,
  options: PlainOptions,
  tasks: readonly Task[] = everyTask,
): Promise<void> {
  await using meter = await BusyMeter.open();
  section.text(`Provider ${options.provider}; ${meter.missing ?? (await graphicsCard())}.`);
  for (const task of tasks) await modelRows(section, task, meter, options);
  await httpRows(section, meter, options).catch((error: Error) =>
    section.text(`HTTP was not measured: ${error.message}`),
  );
}

async function graphicsCard(): Promise<string> {
  const query = ['--query-gpu=name,memory.total,driver_version', '--format=csv,noheader', '--id=0'];
  return (await promisify(execFile)('nvidia-smi', query)).stdout.trim();
}
