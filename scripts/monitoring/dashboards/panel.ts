/** A line of a panel. */
export interface Query {
  /** PromQL; every selector says `${here}`, so that the page's deployment alone is shown. */
  readonly expr: string;
  /** Name of the line, with `{{label}}`. */
  readonly legend: string;
}

export interface Panel {
  readonly title: string;
  /** What it is good for, where the title does not say it. */
  readonly description?: string;
  readonly kind?: 'timeseries' | 'stat';
  /** Grafana's name of the unit. */
  readonly unit: 's' | 'reqps' | 'ops' | 'percentunit' | 'short' | 'bytes' | 'bool_yes_no';
  readonly queries: readonly Query[];
}

/** Matcher of the deployment that is chosen on the page. */
export const here = 'namespace=~"$namespace"';

/** Quantiles of a histogram, over what remains of its labels. */
export function quantiles(histogram: string, of: string, by: readonly string[] = []): Query[] {
  const matchers = [here, of].filter(Boolean).join(',');
  const rates = `sum by (${['le', ...by].join(', ')}) (rate(${histogram}_bucket{${matchers}}[$__rate_interval]))`;
  return [0.5, 0.95, 0.99].map((quantile) => ({
    expr: `histogram_quantile(${quantile}, ${rates})`,
    legend: [...by.map((label) => `{{${label}}}`), `p${quantile * 100}`].join(' '),
  }));
}
