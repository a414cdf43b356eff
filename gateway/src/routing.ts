import { type Endpoint, endpoints } from '@openfashion/contract';

/** What a method and a path lead to. */
export type RouteMatch =
  /** `path` holds the path variables as sent, still encoded. */
  | { readonly kind: 'matched'; readonly endpoint: Endpoint; readonly path: Readonly<Record<string, string>> }
  | { readonly kind: 'other method'; readonly allow: readonly string[] }
  | { readonly kind: 'unknown' };

const routes = Object.values(endpoints).map((endpoint) => ({ endpoint, segments: endpoint.path.split('/') }));

/** Find the endpoint of a request. Segments are split before anything is decoded (rule 1.10). */
export function matchRoute(method: string, path: string): RouteMatch {
  const segments = path.split('/');
  const found = routes.flatMap(({ endpoint, segments: template }) => {
    const variables = match(template, segments);
    return variables === undefined ? [] : [{ endpoint, variables }];
  });
  const hit = found.find(({ endpoint }) => endpoint.method === method);
  if (hit) return { kind: 'matched', endpoint: hit.endpoint, path: hit.variables };
  if (found.length === 0) return { kind: 'unknown' };
  return { kind: 'other method', allow: [...new Set(found.map(({ endpoint }) => endpoint.method))] };
}

function match(template: readonly string[], segments: readonly string[]): Record<string, string> | undefined {
  if (template.length !== segments.length) return undefined;
  const variables: Record<string, string> = {};
  for (const [index, part] of template.entries()) {
    const segment = segments[index] ?? '';
    if (part.startsWith('{')) variables[part.slice(1, -1)] = segment;
    else if (part !== segment) return undefined;
  }
  return variables;
}
