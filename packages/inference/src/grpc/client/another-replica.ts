import { experimental } from '@grpc/grpc-js';
import { avoidedBy } from '../metadata.js';

type ControlHelper = experimental.ChannelControlHelper;
type Config = experimental.TypedLoadBalancingConfig;

const name = 'another_replica';

/** Entry of a service config: round robin whose retries go to another replica. */
export const loadBalancing = { [name]: {} };

const roundRobin = experimental.parseLoadBalancingConfig({ round_robin: {} });

class AnotherReplicaConfig implements Config {
  static createFromJson(): AnotherReplicaConfig {
    return new AnotherReplicaConfig();
  }

  getLoadBalancerName(): string {
    return name;
  }

  toJsonObject(): object {
    return loadBalancing;
  }
}

/** gRPC's own round robin never gives one replica twice in a row unless it is the only one: pick once more. */
class AnotherReplicaPicker implements experimental.Picker {
  readonly #picker: experimental.Picker;

  constructor(picker: experimental.Picker) {
    this.#picker = picker;
  }

  pick(call: experimental.PickArgs): experimental.PickResult {
    const avoided = avoidedBy(call.metadata);
    const picked = this.#picker.pick(call);
    return avoided === undefined || picked.subchannel?.getAddress() !== avoided ? picked : this.#picker.pick(call);
  }
}

class AnotherReplica implements experimental.LoadBalancer {
  readonly #child: experimental.ChildLoadBalancerHandler;

  constructor(helper: ControlHelper) {
    this.#child = new experimental.ChildLoadBalancerHandler(
      experimental.createChildChannelControlHelper(helper, {
        updateState: (state, picker, error) => helper.updateState(state, new AnotherReplicaPicker(picker), error),
      }),
    );
  }

  updateAddressList(...[endpoints, , ...rest]: Parameters<experimental.LoadBalancer['updateAddressList']>): boolean {
    return this.#child.updateAddressList(endpoints, roundRobin, ...rest);
  }

  exitIdle(): void {
    this.#child.exitIdle();
  }

  resetBackoff(): void {
    this.#child.resetBackoff();
  }

  destroy(): void {
    this.#child.destroy();
  }

  getTypeName(): string {
    return name;
  }
}

experimental.registerLoadBalancerType(name, AnotherReplica, AnotherReplicaConfig);
