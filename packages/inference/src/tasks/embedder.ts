import type { Manifest } from '../manifest.js';
import type { Embedder } from '../port.js';
import type { RegionRunner } from './region-runner.js';

export function createEmbedder({ embedding }: Manifest<'embed'>, runner: Pick<RegionRunner, 'run'>): Embedder {
  const { id, dimension, calibration } = embedding;
  return {
    embedding: { id, dimension, ...(calibration && { calibration }) },
    async embed(regions, call) {
      const ran = await runner.run(regions, call);
      return ran.map(({ output: [vector] }) => {
        if (vector?.length !== dimension)
          throw new Error(`the embedder answered ${vector?.length} of ${dimension} dimensions`);
        return vector;
      });
    },
  };
}
