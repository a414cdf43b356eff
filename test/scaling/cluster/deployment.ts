import type { Milliseconds } from '@openfashion/contract';
import type { VirtualClock } from '../time/virtual-clock.js';
import { hour } from '../units.js';
import type { Machines } from './machines.js';

/** What runs in a pod. */
export interface Workload {
  /** SIGTERM: take nothing new, finish what is in hand. Resolves when all of it is. */
  drain(): Promise<void>;
  /** SIGKILL: what is still in hand is lost. */
  kill(): void;
}

interface Pod<Work extends Workload> {
  state: 'waiting' | 'starting' | 'ready' | 'draining' | 'gone';
  work: Work | undefined;
  leave: () => void;
}

export interface DeploymentOptions<Work extends Workload> {
  readonly clock: VirtualClock;
  readonly machines: Machines;
  /** From a machine that was found until the pod is ready. */
  readonly start: Milliseconds;
  /** From a pod that is taken out of what its name stands for until it gets SIGTERM. */
  readonly preStop: Milliseconds;
  /** From SIGTERM to SIGKILL. */
  readonly grace: Milliseconds;
  readonly create: () => Work;
  readonly onReady?: (work: Work) => void;
  readonly onDraining?: (work: Work) => void;
  readonly onGone?: (work: Work) => void;
}

/** Pods of one kind, as many as are asked for; counts what they cost. */
export class Deployment<Work extends Workload> {
  readonly #options: DeploymentOptions<Work>;
  #pods: Pod<Work>[] = [];
  #desired = 0;
  #podTime: Milliseconds = 0;
  #countedUntil: Milliseconds = 0;
  /** Most pods that were asked for. */
  most = 0;
  /** Pods that had not finished when their grace period was over. */
  killed = 0;
  /** Pods that were told to stop. */
  stopped = 0;

  constructor(options: DeploymentOptions<Work>) {
    this.#options = options;
  }

  get desired(): number {
    return this.#desired;
  }

  /** What runs in the pods that are ready. */
  get ready(): readonly Work[] {
    return this.#pods.flatMap(({ state, work }) => (state === 'ready' && work !== undefined ? [work] : []));
  }

  /** Hours of pods so far, those that start or drain included. */
  get hours(): number {
    this.#count();
    return this.#podTime / hour;
  }

  /** As many pods as were there when the simulation begins: they are ready at once. */
  begin(replicas: number): void {
    this.#desired = replicas;
    this.most = replicas;
    while (this.#pods.length < replicas) {
      const pod = this.#add();
      this.#options.machines.give();
      this.#started(pod);
    }
  }

  scale(replicas: number): void {
    this.#count();
    this.#desired = replicas;
    this.most = Math.max(this.most, replicas);
    const alive = this.#pods.filter(({ state }) => state !== 'draining');
    for (let count = alive.length; count < replicas; count++) this.#ask();
    for (const pod of this.#leastWorth(alive).slice(0, Math.max(0, alive.length - replicas))) this.#stop(pod);
  }

  /** Pods that are not ready go first, then the youngest, as a ReplicaSet has it. */
  #leastWorth(pods: readonly Pod<Work>[]): Pod<Work>[] {
    const rank = { waiting: 0, starting: 1, ready: 2, draining: 3, gone: 3 };
    return [...pods].reverse().sort((one, other) => rank[one.state] - rank[other.state]);
  }

  #add(): Pod<Work> {
    const pod: Pod<Work> = { state: 'waiting', work: undefined, leave: () => {} };
    this.#pods.push(pod);
    return pod;
  }

  #ask(): void {
    const pod = this.#add();
    const { machines, clock, start } = this.#options;
    const leaveQueue = machines.take(() => {
      this.#count();
      pod.state = 'starting';
      const cancel = clock.after(start, () => this.#started(pod));
      pod.leave = () => {
        cancel();
        machines.free();
      };
    });
    if (pod.state === 'waiting') pod.leave = leaveQueue;
  }

  #started(pod: Pod<Work>): void {
    pod.state = 'ready';
    pod.work = this.#options.create();
    pod.leave = () => this.#options.machines.free();
    this.#options.onReady?.(pod.work);
  }

  #stop(pod: Pod<Work>): void {
    const { work } = pod;
    this.stopped += 1;
    if (work === undefined) {
      this.#gone(pod);
      return;
    }
    pod.state = 'draining';
    this.#options.clock.after(this.#options.preStop, () => this.#terminate(pod, work));
  }

  #terminate(pod: Pod<Work>, work: Work): void {
    const { clock, grace, onDraining, onGone } = this.#options;
    const end = () => {
      cancel();
      this.#gone(pod);
      onGone?.(work);
    };
    const cancel = clock.after(grace, () => {
      this.killed += 1;
      work.kill();
      end();
    });
    const drained = work.drain();
    onDraining?.(work);
    void drained.then(() => {
      if (pod.state === 'draining') end();
    });
  }

  #gone(pod: Pod<Work>): void {
    this.#count();
    pod.state = 'gone';
    pod.leave();
    this.#pods = this.#pods.filter((one) => one !== pod);
  }

  #count(): void {
    const now = this.#options.clock.now();
    const running = this.#pods.filter(({ state }) => state !== 'waiting').length;
    this.#podTime += running * (now - this.#countedUntil);
    this.#countedUntil = now;
  }
}
