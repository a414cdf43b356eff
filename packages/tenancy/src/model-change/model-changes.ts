import type { OwnedService } from '../tenancy.js';
import type { DocumentFailure, ModelChange, Reembedding } from './records.js';
import type { Standing } from './standing.js';

/** A service in `status`. */
export interface ServiceStanding extends OwnedService {
  readonly standing: Standing;
  /** Absent where nothing was begun. */
  readonly reembedding?: Reembedding;
}

export interface ModelStatus {
  readonly change?: ModelChange;
  /** Every service, changed or not. */
  readonly services: readonly ServiceStanding[];
}

/**
 * The change of all services to another embedding id, on the backplane's key-value alone. One record says that it is
 * under way; `conform` makes the services' records follow, and can be called by anyone at any time. Services are named
 * as `selectServices` says; none named means all. Throws what the backplane throws, and TenancyError where an operator
 * asks for what cannot be.
 */
export interface ModelChanges {
  current(): Promise<ModelChange | undefined>;
  status(): Promise<ModelStatus>;
  /** Documents of a service that cannot be re-embedded. */
  failures(serviceId: string): Promise<DocumentFailure[]>;
  /** Begin a change, or see that it is begun: from the resolution on every write of every service goes to both collections. */
  start(to: string, how?: { readonly automatic?: boolean; readonly oneWay?: boolean }): Promise<void>;
  /**
   * Have services answer from the new collection, each by one write of its record. All are refused while one is not
   * complete; with over 0.1 % of a service's documents missing, unless forced.
   */
  switchOver(names: readonly string[], options: { readonly force: boolean }): Promise<OwnedService[]>;
  /** Have services answer from the old collection again. From then on nothing is switched without an operator. */
  switchBack(names: readonly string[]): Promise<OwnedService[]>;
  /** Try again what could not be re-embedded. */
  retry(names: readonly string[]): Promise<OwnedService[]>;
  /** End the change with every service in the new collection; the old ones are deleted in the background. */
  finish(): Promise<void>;
  /** End the change with every service in the old collection; the new ones are deleted in the background. */
  abandon(): Promise<void>;
  /** Make every service's record what the change wants it to be. */
  conform(): Promise<void>;
  /** End a change that has nothing left to do, and forget one that has left nothing. */
  settle(): Promise<void>;
}
