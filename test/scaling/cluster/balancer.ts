import { connectivityState, experimental, type Metadata } from '@grpc/grpc-js';
import { loadBalancing } from '../../../packages/inference/src/grpc/client/another-replica.js';
import { Connection } from './connection.js';

/** Where a replica is, as gRPC has it. */
export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

/** What a name stands for at this moment, and who takes connections. */
export interface Network {
  resolve(): readonly Endpoint[];
  accepts(address: string): boolean;
  /** Resolve again a moment later, not more often than the client's channel does. */
  soon(work: () => void): void;
}

const config = experimental.parseLoadBalancingConfig(loadBalancing);

/**
 * Which replica a call of one caller goes to: the client's own load balancing (packages/inference, another-replica.ts, and gRPC's round
 * robin in it) on connections that are made at once.
 */
export class Balancer {
  readonly #network: Network;
  readonly #balancer: experimental.LoadBalancer;
  readonly #connections = new Map<string, Connection>();
  #picker: experimental.Picker | undefined;
  #resolving = false;
  #closed = false;

  constructor(network: Network) {
    this.#network = network;
    this.#balancer = new experimental.ChildLoadBalancerHandler({
      createSubchannel: (address) => this.#connect(experimental.subchannelAddressToString(address)),
      updateState: (state, picker) => {
        this.#picker = state === connectivityState.READY ? picker : undefined;
      },
      requestReresolution: () => this.resolveSoon(),
      addChannelzChild: () => {},
      removeChannelzChild: () => {},
    });
    this.#resolve();
  }

  /** Address of the replica that a call goes to, if one is connected. */
  pick(metadata: Metadata): string | undefined {
    const picked = this.#picker?.pick({ metadata, extraPickInfo: {} });
    return picked?.subchannel?.getAddress();
  }

  /** The other side ended a connection, for its age or because it stops. */
  ended(address: string): void {
    const connection = this.#connections.get(address);
    this.#connections.delete(address);
    connection?.end();
  }

  /** One that is connected, at a place in the order in which they were connected. */
  connected(place: number): string | undefined {
    const addresses = [...this.#connections.keys()];
    return addresses[place % addresses.length];
  }

  /** As happens when a connection ended. */
  resolveSoon(): void {
    if (this.#resolving || this.#closed) return;
    this.#resolving = true;
    this.#network.soon(() => {
      this.#resolving = false;
      if (!this.#closed) this.#resolve();
    });
  }

  close(): void {
    this.#closed = true;
    this.#balancer.destroy();
  }

  #resolve(): void {
    const endpoints = this.#network.resolve().map((address) => ({ addresses: [address] }));
    this.#balancer.updateAddressList(experimental.statusOrFromValue(endpoints), config, {}, '');
    if (endpoints.length === 0) this.resolveSoon();
  }

  #connect(address: string): Connection {
    const known = this.#connections.get(address);
    if (known !== undefined) return known;
    const connection = new Connection(address, this.#network.accepts(address), () => this.#connections.delete(address));
    if (connection.getConnectivityState() === connectivityState.READY) this.#connections.set(address, connection);
    return connection;
  }
}
