import { expect, test } from 'vitest';
import { type Endpoint, type EndpointId, endpoints, pathVariables } from './endpoints.js';
import { resultCodes } from './result-codes.js';

/** The guide's tables of errors, copied by number; getService with the exception of rule 1.7. */
const tables: Record<EndpointId, number[]> = {
  createService: [-40000, -41005, -42010, -42030, -50000],
  deleteService: [-40000, -41005, -42000, -50000],
  listServices: [-40000, -41005, -50000],
  getService: [-40000, -41005, -42000, -50000],
  searchByProduct: [-40000, -40050, -41005, -42000, -50000],
  detect: [-40000, -41005, -42000, -45020, -45040, -45050, -45060, -50000],
  searchByLink: [-40000, -41005, -42000, -45020, -45040, -45050, -45060, -45070, -50000],
  searchByLinkAlias: [-40000, -41005, -42000, -45020, -45040, -45050, -45060, -45070, -50000],
  searchByPicture: [-40000, -41005, -42000, -45020, -45040, -45050, -45060, -45070, -50000],
  tag: [-40000, -41005, -42000, -45020, -45040, -45050, -45060, -50000],
  createIndex: [-40000, -40010, -40020, -40030, -40080, -41005, -42000, -50000],
  listIndexes: [-40000, -41005, -42000, -50000],
  getIndex: [-40000, -40090, -41005, -42000, -50000],
};
const all = Object.values<Endpoint>(endpoints);

test.each(all)('$id answers what its table lists, and success', ({ id, results }) => {
  const codes = results.map((name) => resultCodes[name].code);
  expect(codes.toSorted((a, b) => b - a)).toEqual([0, ...tables[id]]);
});

test('an endpoint is found under its id, its path variables are described', () => {
  for (const [id, endpoint] of Object.entries<Endpoint>(endpoints)) {
    expect(endpoint.id).toBe(id);
    const variables = [...endpoint.path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
    expect(variables.filter((name) => !(name in pathVariables))).toEqual([]);
  }
});

test('no method and path stand twice', () => {
  expect(new Set(all.map(({ method, path }) => `${method} ${path}`)).size).toBe(all.length);
});

test('the alias of search by link takes and answers the same (rule 5.10)', () => {
  const { id: _, path: __, summary: ___, ...alias } = endpoints.searchByLinkAlias;
  expect(endpoints.searchByLink).toMatchObject(alias);
});
