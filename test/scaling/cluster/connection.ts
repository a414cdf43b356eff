import { connectivityState, type experimental } from '@grpc/grpc-js';

type ChannelzRef = ReturnType<experimental.SubchannelInterface['getChannelzRef']>;
/** Its type is an enumeration that grpc-js does not export. */
const subchannel: string = 'subchannel';

/** What gRPC's load balancing knows of one connection: that it is there, and when it is not any more. */
export class Connection implements experimental.SubchannelInterface {
  readonly #address: string;
  readonly #unused: () => void;
  readonly #listeners = new Set<experimental.ConnectivityStateListener>();
  #state: connectivityState;
  #users = 0;

  /**
   * @param accepted whether the other side is there; if not it is asked again when the name is resolved again
   * @param unused told when nobody has a use for it any more
   */
  constructor(address: string, accepted: boolean, unused: () => void) {
    this.#address = address;
    this.#unused = unused;
    this.#state = accepted ? connectivityState.READY : connectivityState.TRANSIENT_FAILURE;
  }

  end(): void {
    const before = this.#state;
    this.#state = connectivityState.IDLE;
    for (const listener of [...this.#listeners]) listener(this, before, this.#state, 0);
  }

  getConnectivityState(): connectivityState {
    return this.#state;
  }
  getAddress(): string {
    return this.#address;
  }
  addConnectivityStateListener(listener: experimental.ConnectivityStateListener): void {
    this.#listeners.add(listener);
  }
  removeConnectivityStateListener(listener: experimental.ConnectivityStateListener): void {
    this.#listeners.delete(listener);
  }
  realSubchannelEquals(other: experimental.SubchannelInterface): boolean {
    return other === this;
  }
  ref(): void {
    this.#users += 1;
  }
  unref(): void {
    this.#users -= 1;
    if (this.#users === 0) this.#unused();
  }
  isHealthy(): boolean {
    return true;
  }
  startConnecting(): void {}
  throttleKeepalive(): void {}
  addHealthStateWatcher(): void {}
  removeHealthStateWatcher(): void {}
  addDataWatcher(): void {}
  getChannelzRef(): ChannelzRef {
    return { kind: subchannel as ChannelzRef['kind'], id: 0, name: this.#address };
  }
  getRealSubchannel(): never {
    throw new Error('a simulated connection carries no calls');
  }
  getCallCredentials(): never {
    throw new Error('a simulated connection carries no calls');
  }
  getChannel(): never {
    throw new Error('a simulated connection carries no calls');
  }
}
