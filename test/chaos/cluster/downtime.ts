interface Absence {
  readonly from: number;
  to: number;
}

/** When which process was away; instants of `performance.now()`. */
export class Downtime {
  readonly #absences = new Map<string, Absence[]>();

  /** To be called before the process is ended. */
  begin(name: string): void {
    const known = this.#absences.get(name) ?? [];
    this.#absences.set(name, known);
    if (known.at(-1)?.to !== Number.POSITIVE_INFINITY) {
      known.push({ from: performance.now(), to: Number.POSITIVE_INFINITY });
    }
  }

  /** To be called once it works again. */
  end(name: string): void {
    const last = this.#absences.get(name)?.at(-1);
    if (last) last.to = performance.now();
  }

  isAway(name: string): boolean {
    return this.wasAway(name, performance.now(), performance.now());
  }

  /** Whether it was away at any moment from one instant to another. */
  wasAway(name: string, from: number, to: number): boolean {
    return (this.#absences.get(name) ?? []).some((absence) => absence.from <= to && absence.to >= from);
  }
}
