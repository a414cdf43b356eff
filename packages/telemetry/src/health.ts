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

export interface Readiness {
  readonly ready: boolean;
  /** Names of the dependencies that cannot serve now: their routes answer -50000, the others go on. */
  readonly degraded: readonly string[];
}

/** Whether requests should be sent here. */
export interface Health {
  readiness(): Promise<Readiness>;
  /** From now on not ready: the process is about to stop. */
  stop(): void;
}

export function createHealth(dependencies: readonly Dependency[], timeout = 1_000): Health {
  const reached = new Set<string>();
  let stopping = false;
  return {
    async readiness() {
      const checks = dependencies.map(async (dependency) => {
        const well = await withinTime(dependency.check(), timeout);
        if (well) reached.add(dependency.name);
        return well ? [] : [dependency.name];
      });
      const degraded = (await Promise.all(checks)).flat();
      const missing = dependencies.some(
        ({ name, kind }) => (kind === 'store' && !reached.has(name)) || (kind === 'purpose' && degraded.includes(name)),
      );
      return { ready: !stopping && !missing, degraded };
    },
    stop: () => {
      stopping = true;
    },
  };
}

async function withinTime(check: Promise<void>, timeout: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), timeout);
  });
  const answered = check.then(
    () => true,
    () => false,
  );
  try {
    return await Promise.race([answered, late]);
  } finally {
    clearTimeout(timer);
  }
}
