import type { Client } from '../harness/client.js';
import type { Models } from './ask.js';
import type { EvalData } from './data.js';
import type { Estimate } from './figures/bootstrap.js';
import type { Gallery } from './gallery.js';
import type { Table } from './report.js';

/** What every part is given: the running product, the data, and the means that they share. */
export interface Stage {
  readonly data: EvalData;
  readonly seed: number;
  readonly estimate: Estimate;
  readonly client: Client;
  /** The models as the product's process asks them. */
  readonly models: Models;
  /** Where the product finds a file of the data's folder. */
  addressOf(path: string): string;
  /** The catalogue as products of a service: indexed when a part first asks. */
  gallery(): Promise<Gallery>;
  /** Training products that were asked for beside those that are judged; absent where the part decides. */
  readonly train?: number | undefined;
  /** Folder for what a part has to show beside its tables; it is there. */
  readonly out: string;
  /** Tell how far it has come. */
  say(line: string): void;
}

/** One measurement. No part knows of another, nor minds which ran before it. */
export interface Part {
  /** What it measures, in a line of the help. */
  readonly about: string;
  run(stage: Stage): Promise<readonly Table[]>;
}
