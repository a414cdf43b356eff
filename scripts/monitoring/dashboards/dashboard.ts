import type { Panel } from './panel.js';

export interface Dashboard {
  readonly title: string;
  readonly description: string;
  readonly panels: readonly Panel[];
}

// biome-ignore lint/suspicious/noTemplateCurlyInString: Grafana's own variable
const source = { type: 'prometheus', uid: '${datasource}' };
/** Panels stand two in a row of Grafana's 24 columns. */
const [width, height] = [12, 8];

/** A dashboard as Grafana imports it. */
export function toGrafana(name: string, { title, description, panels }: Dashboard): object {
  return {
    uid: `openfashion-${name}`,
    title: `OpenFashion / ${title}`,
    description,
    tags: ['openfashion'],
    schemaVersion: 39,
    version: 1,
    editable: true,
    graphTooltip: 1,
    refresh: '30s',
    time: { from: 'now-6h', to: 'now' },
    timezone: 'browser',
    annotations: { list: [] },
    links: [{ type: 'dashboards', title: 'OpenFashion', tags: ['openfashion'], asDropdown: true, keepTime: true }],
    templating: { list: [datasourceVariable, namespaceVariable] },
    panels: panels.map(toPanel),
  };
}

const datasourceVariable = { name: 'datasource', label: 'Prometheus', type: 'datasource', query: 'prometheus' };

const namespaceQuery = 'label_values(openfashion_process_info, namespace)';
/** A Prometheus that knows no namespaces shows all it has. */
const namespaceVariable = {
  name: 'namespace',
  label: 'Deployment',
  type: 'query',
  datasource: source,
  definition: namespaceQuery,
  query: { query: namespaceQuery, refId: 'namespace' },
  includeAll: true,
  allValue: '.*',
  current: { text: 'All', value: '$__all' },
  refresh: 2,
  sort: 1,
};

function toPanel({ title, description, kind = 'timeseries', unit, queries }: Panel, index: number): object {
  return {
    id: index + 1,
    type: kind,
    title,
    ...(description !== undefined && { description }),
    datasource: source,
    gridPos: { x: (index % 2) * width, y: Math.floor(index / 2) * height, w: width, h: height },
    fieldConfig: {
      defaults: { unit, min: 0, ...(kind === 'timeseries' && { custom: { fillOpacity: 8 } }) },
      overrides: [],
    },
    options:
      kind === 'stat'
        ? { reduceOptions: { calcs: ['lastNotNull'] }, textMode: 'value_and_name' }
        : {
            legend: { displayMode: 'table', placement: 'right', calcs: ['lastNotNull', 'max'] },
            tooltip: { mode: 'multi' },
          },
    targets: queries.map(({ expr, legend }, target) => ({
      refId: String.fromCharCode(65 + target),
      datasource: source,
      expr,
      legendFormat: legend,
    })),
  };
}
