import { Metadata, status } from '@grpc/grpc-js';
import type { Milliseconds } from '@openfashion/contract';
import type { Call, Manifest, Task } from '@openfashion/inference';
import { RemoteModel } from '../../../packages/inference/src/grpc/client/remote-model.js';
import { callMetadata } from '../../../packages/inference/src/grpc/metadata.js';
import type { Random } from '../../harness/random.js';
import { type Profile, surroundings } from '../profiles.js';
import type { VirtualClock } from '../time/virtual-clock.js';
import { second } from '../units.js';
import { Balancer, type Endpoint, type Network } from './balancer.js';
import { Deployment } from './deployment.js';
import type { Machines } from './machines.js';
import { ModelPod } from './model-pod.js';

export interface ModelServiceOptions<Of extends Task> {
  readonly task: Of;
  readonly manifest: Manifest<Of>;
  readonly profile: Profile;
  readonly machines: Machines;
  readonly clock: VirtualClock;
  readonly random: Random;
  /** From SIGTERM to SIGKILL; absent: what the chart gives. */
  readonly grace?: Milliseconds;
  readonly waited: (lane: Call['lane'], waited: Milliseconds) => void;
}

/** A caller's client of the service, the real one but for the wire. */
export interface ModelClient {
  readonly model: Pick<RemoteModel<Task>, 'run' | 'refusal'>;
  close(): void;
}

/** How often a channel may resolve its name (`grpc.dns_min_time_between_resolutions_ms` in packages/inference, channel.ts). */
const betweenResolutions: Milliseconds = 1 * second;

/** All replicas of a model behind one headless name. */
export class ModelService<Of extends Task> {
  readonly deployment: Deployment<ModelPod<Of>>;
  readonly #options: ModelServiceOptions<Of>;
  readonly #pods = new Map<string, ModelPod<Of>>();
  readonly #balancers = new Set<Balancer>();
  /** What the cluster's name servers say, and until when they do. */
  #names: { readonly endpoints: readonly Endpoint[]; readonly until: Milliseconds } = { endpoints: [], until: 0 };
  #made = 0;
  #lost = 0;

  constructor(options: ModelServiceOptions<Of>) {
    const { profile, machines, clock } = options;
    this.#options = options;
    this.deployment = new Deployment<ModelPod<Of>>({
      clock,
      machines,
      start: profile.podStart,
      ...surroundings.stopping.model,
      ...(options.grace !== undefined && { grace: options.grace }),
      create: () => this.#createPod(),
      onReady: (pod) => this.#pods.set(addressOf(pod.endpoint), pod),
      onDraining: ({ endpoint }) => {
        for (const balancer of this.#balancers) balancer.ended(addressOf(endpoint));
      },
      onGone: (pod) => {
        this.#lost += pod.lost;
        this.#pods.delete(addressOf(pod.endpoint));
      },
    });
  }

  /** Calls that a replica had accepted and did not answer because it was stopped. */
  get lost(): number {
    return this.#lost;
  }

  open(): ModelClient {
    const { task, manifest, clock } = this.#options;
    let since = Number.NEGATIVE_INFINITY;
    const network: Network = {
      resolve: () => {
        since = clock.now();
        return this.#resolve();
      },
      accepts: (address) => this.#pods.get(address)?.listening ?? false,
      soon: (work) => void clock.after(Math.max(1, since + betweenResolutions - clock.now()), work),
    };
    const balancer = new Balancer(network);
    this.#balancers.add(balancer);
    let closed = false;
    this.#age(balancer, () => closed);
    const model = new RemoteModel(
      task,
      manifest,
      {
        attempt: async (request, call, avoid) => {
          const address = balancer.pick(callMetadata(call, avoid));
          const pod = address === undefined ? undefined : this.#pods.get(address);
          return pod === undefined ? { error: unconnected(), peer: address ?? '' } : pod.serve(request, call);
        },
        renew: () => balancer.resolveSoon(),
        close: () => balancer.close(),
      },
      { clock },
    );
    const close = () => {
      closed = true;
      this.#balancers.delete(balancer);
      model.close();
    };
    return { model, close };
  }

  /**
   * Replicas end each connection after its age, at which the caller resolves the name again. With many replicas that happens almost
   * all the time; here at most every five seconds, since it is dear to simulate: new replicas are found up to so much later.
   */
  #age(balancer: Balancer, closed: () => boolean): void {
    const { clock, random } = this.#options;
    const { connectionAge, connectionJitter, namesAge } = surroundings;
    let turn = 0;
    const next = () => {
      const age = connectionAge * (1 - connectionJitter * random());
      clock.after(Math.max(namesAge, age / Math.max(1, this.deployment.ready.length)), () => {
        if (closed()) return;
        const address = balancer.connected(turn++);
        if (address === undefined) balancer.resolveSoon();
        else balancer.ended(address);
        next();
      });
    };
    next();
  }

  #resolve(): readonly Endpoint[] {
    const now = this.#options.clock.now();
    if (now >= this.#names.until) {
      const endpoints = this.deployment.ready.map(({ endpoint }) => endpoint);
      this.#names = { endpoints, until: now + surroundings.namesAge };
    }
    return this.#names.endpoints;
  }

  #createPod(): ModelPod<Of> {
    const { task, manifest, profile, clock, random, waited } = this.#options;
    const number = this.#made++;
    const endpoint = { host: `10.${(number >> 16) & 255}.${(number >> 8) & 255}.${number & 255}`, port: 9090 };
    return new ModelPod({
      task,
      manifest,
      times: profile.times[task],
      reading: profile.reading[task],
      clock,
      random,
      endpoint,
      waited,
    });
  }
}

const addressOf = ({ host, port }: Endpoint) => `${host}:${port}`;
const unconnected = () =>
  Object.assign(new Error('no connection'), {
    code: status.UNAVAILABLE,
    details: 'no connection to any replica',
    metadata: new Metadata(),
  });
