import { withinTime } from './within-time.js';

/** Something the process depends on. */
export interface Dependency {
  /** As it stands in `/readyz`. */
  readonly name: string;
  /**
   * A store must have been reached once before the process is ready; a model only degrades it; what the process is for must
   * serve now.
   */
  readonly kind: 'store' | 'model' | 'purpose';
  /** Rejects when it cannot serve now. */
  check(): Promise<void>;
}

export interface DependencyState extends Pick<Dependency, 'name' | 'kind'> {
  readonly well: boolean;
}

export interface Readiness {
  readonly ready: boolean;
  /** Names of the dependencies that cannot serve now: their routes answer -50000, the others go on. */
  readonly degraded: readonly string[];
}

/** Whether requests should be sent here. */
export interface Health {
  readiness(): Promise<Readiness>;
  /** Whether each of the dependencies serves now; empty while the process is starting. */
  states(): Promise<readonly DependencyState[]>;
  /** From now on ready, as far as its dependencies are: until then the process is starting. */
  start(dependencies: readonly Dependency[]): void;
  /** From now on not ready: the process is about to stop. */
  stop(): void;
}

/** @param timeout milliseconds after which a dependency that has not answered is degraded */
export function createHealth(timeout = 1_000): Health {
  const reached = new Set<string>();
  let phase: 'starting' | 'serving' | 'stopping' = 'starting';
  let dependencies: readonly Dependency[] = [];
  const states = () =>
    Promise.all(
      dependencies.map(async (dependency): Promise<DependencyState> => {
        const { name, kind } = dependency;
        const well = (await withinTime(isWell(dependency), timeout)) ?? false;
        if (well) reached.add(name);
        return { name, kind, well };
      }),
    );
  return {
    states,
    async readiness() {
      const degraded = (await states()).flatMap(({ name, well }) => (well ? [] : [name]));
      const missing = dependencies.some(
        ({ name, kind }) => (kind === 'store' && !reached.has(name)) || (kind === 'purpose' && degraded.includes(name)),
      );
      return { ready: phase === 'serving' && !missing, degraded };
    },
    start(known) {
      dependencies = known;
      if (phase === 'starting') phase = 'serving';
    },
    stop() {
      phase = 'stopping';
    },
  };
}

const isWell = ({ check }: Dependency): Promise<boolean> =>
  check().then(
    () => true,
    () => false,
  );
