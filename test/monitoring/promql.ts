import { parser } from '@prometheus-io/lezer-promql';

/** Names of the metrics that an expression reads. @throws Error where it is no PromQL */
export function metricsOf(expression: string): string[] {
  // What Grafana puts there before it asks.
  const text = expression.replaceAll('$__rate_interval', '5m');
  const names = new Set<string>();
  parser.parse(text).iterate({
    enter({ type, node, from, to }) {
      if (type.isError) throw new Error(`not PromQL at ${from}: ${text}`);
      if (type.name !== 'VectorSelector') return;
      const name = node.getChild('Identifier');
      if (name === null) throw new Error(`a selector without a name: ${text.slice(from, to)}`);
      names.add(text.slice(name.from, name.to));
    },
  });
  return [...names];
}
