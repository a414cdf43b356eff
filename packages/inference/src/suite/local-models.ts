import { type LocalModelOptions, openLocalModel } from '../local/index.js';
import type { Detector, Embedder, Tagger } from '../port.js';
import { createPort } from '../tasks/index.js';

/** The three models on this machine, as tests and evaluations ask them. */
export interface LocalModels {
  readonly detector: Detector;
  readonly embedder: Embedder;
  readonly tagger: Tagger;
  /** Which of them can serve now. */
  health(): { readonly detector: boolean; readonly embedder: boolean; readonly tagger: boolean };
  /** Resolves when all of them can serve; one whose process died is started again by itself. */
  ready(): Promise<void>;
  /** Ids of the processes of detector, embedder and tagger that live, for operators and for tests that kill them. */
  pids(): readonly number[];
  /** Finish the runs in hand and end the processes; calls that still wait fail with Unavailable. */
  close(): Promise<void>;
}

/**
 * Load and warm all models; resolves when all of them can serve.
 * @throws as {@link openLocalModel} does; what was opened is closed
 */
export async function openLocalModels(options: LocalModelOptions): Promise<LocalModels> {
  const starts = await Promise.allSettled([
    openLocalModel('detect', options),
    openLocalModel('embed', options),
    openLocalModel('tag', options),
  ]);
  const processes = starts.flatMap((start) => (start.status === 'fulfilled' ? [start.value.process] : []));
  const close = async () => void (await Promise.all(processes.map((process) => process.close())));
  const [detect, embed, tag] = starts;
  if (detect.status === 'rejected' || embed.status === 'rejected' || tag.status === 'rejected') {
    await close();
    throw starts.find((start) => start.status === 'rejected')?.reason;
  }
  return {
    detector: createPort('detect', detect.value.manifest, detect.value),
    embedder: createPort('embed', embed.value.manifest, embed.value),
    tagger: createPort('tag', tag.value.manifest, tag.value),
    health: () => ({
      detector: detect.value.process.running,
      embedder: embed.value.process.running,
      tagger: tag.value.process.running,
    }),
    ready: async () => void (await Promise.all(processes.map((process) => process.ready()))),
    pids: () => processes.flatMap((process) => process.pid ?? []),
    close,
  };
}
