import { type ChannelCredentials, Client, type ClientOptions } from '@grpc/grpc-js';
import type { MutualTls } from '../certificates.js';
import { channelCredentials } from '../credentials.js';
import { maxMessageBytes } from '../limits.js';
import { loadBalancing } from './another-replica.js';

const options: ClientOptions = {
  // A headless name stands for all replicas: every one is connected, calls go round. New ones are found when the name is
  // resolved again, which happens only when a connection ends: the services end theirs regularly (grpc/server).
  'grpc.service_config': JSON.stringify({ loadBalancingConfig: [loadBalancing] }),
  'grpc.service_config_disable_resolution': 1,
  'grpc.dns_min_time_between_resolutions_ms': 1_000,
  'grpc.initial_reconnect_backoff_ms': 100,
  // A fifth more or less comes on top: at most 2 s.
  'grpc.max_reconnect_backoff_ms': 1_600,
  // A machine that vanished closes no connection: calls in hand on it fail while there is time to ask another replica.
  'grpc.keepalive_time_ms': 4_000,
  'grpc.keepalive_timeout_ms': 3_000,
  'grpc.max_send_message_length': maxMessageBytes,
  'grpc.max_receive_message_length': maxMessageBytes,
  // What is ours is not asked through a proxy for the world.
  'grpc.enable_http_proxy': 0,
  // Connections belong to a channel, so that another begins with new ones.
  'grpc.use_local_subchannel_pool': 1,
};

/** The way to all replicas of a service. */
export class Channel {
  readonly #target: string;
  readonly #credentials: ChannelCredentials;
  #client: Client;

  /**
   * @param address `host:port`, where the host may stand for several replicas, or a target with its scheme: `dns:`, `ipv4:`,
   *   `ipv6:`, `unix:`
   * @throws Error naming a file of `tls` that cannot be used
   */
  static async open(address: string, tls: MutualTls | undefined): Promise<Channel> {
    const target = /^(dns|ipv4|ipv6|unix):/.test(address) ? address : `dns:///${address}`;
    return new Channel(target, await channelCredentials(tls));
  }

  private constructor(target: string, credentials: ChannelCredentials) {
    this.#target = target;
    this.#credentials = credentials;
    this.#client = new Client(target, credentials, options);
  }

  /** To be asked for at each call: it changes with {@link renew}. */
  get client(): Client {
    return this.#client;
  }

  /**
   * Begin anew. gRPC bounds no attempt to connect: one to a machine that vanished, or that takes connections and says
   * nothing, would go on while another machine serves under the same address.
   */
  renew(): void {
    const before = this.#client;
    this.#client = new Client(this.#target, this.#credentials, options);
    before.close();
  }

  close(): void {
    this.#client.close();
  }
}
