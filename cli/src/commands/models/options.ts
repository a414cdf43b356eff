import { Argument } from 'commander';

/** Options of every command of this group. */
export interface ModelOptions {
  readonly dataDir?: string;
  readonly json?: boolean;
}

export const servicesArgument = () =>
  new Argument('[service...]', 'only these: a name, or APPKEY/NAME where several app keys have one of that name');

/** What goes on only while a server runs. */
export const onceStarted = (running: boolean): string => (running ? '' : ' when the server is started');
