import { z } from 'zod';

const dashboard = z.object({
  title: z.string(),
  description: z.string(),
  panels: z.array(
    z.object({
      title: z.string(),
      description: z.string().optional(),
      fieldConfig: z.object({ defaults: z.object({ unit: z.string() }) }),
      targets: z.array(z.object({ expr: z.string(), legendFormat: z.string() })),
    }),
  ),
});

/** Pixels of a graph, and of a row of the page. */
export const [width, height, rowHeight] = [560, 190, 360];

/** How many pixels the page of a dashboard is high. */
export const pageHeight = (content: unknown): number =>
  110 + rowHeight * Math.ceil(dashboard.parse(content).panels.length / 2);

/**
 * A dashboard as a console of Prometheus: its own server fills and serves the page, and its own script draws each panel from the
 * queries as they stand in the dashboard.
 * @param seconds that are shown
 */
export function consolePage(content: unknown, seconds: number): string {
  const { title, description, panels } = dashboard.parse(content);
  const cells = panels.map(
    (panel, index) =>
      `<div class="cell"><h5>${escaped(panel.title)} <small>${panel.fieldConfig.defaults.unit}</small></h5>` +
      `<p>${escaped(panel.description ?? '')}</p><div id="panel${index}"></div></div>`,
  );
  const graphs = panels.map(({ targets }, index) => {
    const expr = targets.map((target) => asked(target.expr));
    const names = targets.map(({ legendFormat }) => `(of) => ${templateOf(legendFormat)}`);
    return `new PromConsole.Graph({ node: document.getElementById('panel${index}'), expr: ${JSON.stringify(expr)},
      name: [${names.join(', ')}], duration: ${seconds}, width: ${width}, height: ${height}, min: 0, renderer: 'line' });`;
  });
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8">{{ template "prom_console_head" }}
<style>
  body { padding: 12px; } .grid { display: grid; grid-template-columns: 1fr 1fr; }
  .cell { height: ${rowHeight}px; overflow: hidden; } .cell p { margin: 0; height: 1.4em; color: #777; font-size: 12px; }
  .cell h5 { margin: 0; } .prom_graph_linkto { display: none; }
</style></head>
<body><h3>${escaped(title)} <small>${escaped(description)}</small></h3>
<div class="grid">${cells.join('\n')}</div>
<script>${graphs.join('\n')}</script></body></html>
`;
}

/** A legend as a template of JavaScript: what stands in two braces would be filled in by the server. */
// biome-ignore lint/suspicious/noTemplateCurlyInString: it is put into one
const templateOf = (legend: string): string => `\`${legend.replace(/\{\{(\w+)\}\}/g, '${of.$1}')}\``;

/** What Grafana puts in, put in. */
const asked = (expr: string): string =>
  expr.replaceAll('$__rate_interval', '1m').replaceAll('namespace=~"$namespace"', 'namespace=~".*"');

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
