import { type Dashboard, toGrafana } from './dashboard.js';
import { indexing } from './indexing.js';
import { inference } from './inference.js';
import { overview } from './overview.js';
import { stores } from './stores.js';

const all: Readonly<Record<string, Dashboard>> = { overview, inference, indexing, stores };

/** By name, as Grafana imports them. */
export const dashboards = Object.fromEntries(
  Object.entries(all).map(([name, dashboard]) => [name, toGrafana(name, dashboard)]),
);
