import { cpus, loadavg, release, totalmem } from 'node:os';
import type { Section } from './report.js';

/** What the figures were measured on. */
export async function machine(section: Section): Promise<void> {
  const [cpu] = cpus();
  const { versions } = await import('onnxruntime-node').then(({ env }) => env);
  const memory = `${Math.round(totalmem() / 2 ** 30)} GiB`;
  const runtime = `Node ${process.versions.node}, ONNX Runtime ${versions.node ?? versions.common}`;
  section.text(
    `${cpus().length} cores (${cpu?.model.trim()}), ${memory} of memory, ${process.platform} ${release()} ${process.arch}; ` +
      `${runtime}. Measured on ${new Date().toISOString().slice(0, 10)}; load of the machine before the first part: ${loadavg()[0]?.toFixed(2)}.`,
  );
}
