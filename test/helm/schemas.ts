import { readFile } from 'node:fs/promises';
import { Ajv, type ValidateFunction } from 'ajv';
import { parse } from 'yaml';
import type { Manifest } from './chart.js';

/** What of a description of an API is looked at. */
interface Schema {
  properties?: Record<string, Schema>;
  additionalProperties?: boolean | Schema;
  type?: string | string[];
  format?: string;
  items?: Schema;
  [more: string]: unknown;
}

/** Says what is wrong with a manifest, one line each; nothing where all is well. */
export type Check = (manifest: Manifest) => string[];

const ajv = () => new Ajv({ strict: false, validateFormats: false, allErrors: true });

const told = (validate: ValidateFunction, manifest: Manifest): string[] => {
  validate(manifest);
  return (validate.errors ?? []).map(
    ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
  );
};

/** A field that the description does not have is an error, as with the server's strict validation. */
function strict(schema: Schema): Schema {
  const { properties, items, additionalProperties } = schema;
  const closed =
    properties !== undefined && additionalProperties === undefined && !schema['x-kubernetes-preserve-unknown-fields'];
  return {
    ...schema,
    ...(schema.format === 'int-or-string' && { type: ['integer', 'string'] }),
    ...(properties && { properties: mapped(properties) }),
    ...(items && { items: strict(items) }),
    ...(typeof additionalProperties === 'object' && { additionalProperties: strict(additionalProperties) }),
    ...(closed && { additionalProperties: false }),
  };
}
const mapped = (schemas: Record<string, Schema>) =>
  Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, strict(schema)]));

const quantity = 'io.k8s.apimachinery.pkg.api.resource.Quantity';

/** Of Kubernetes' own objects. @param path its OpenAPI description (v2) */
export async function kubernetesCheck(path: string): Promise<Check> {
  const { definitions } = JSON.parse(await readFile(path, 'utf8')) as { definitions: Record<string, Schema> };
  const names = new Map<string, string>();
  for (const [name, schema] of Object.entries(definitions)) {
    const kinds = (schema['x-kubernetes-group-version-kind'] ?? []) as {
      group: string;
      version: string;
      kind: string;
    }[];
    if (kinds.length !== 1) continue;
    for (const { group, version, kind } of kinds) names.set(`${group ? `${group}/` : ''}${version} ${kind}`, name);
  }
  const validator = ajv().addSchema({
    $id: 'kubernetes',
    // The server reads numbers as quantities too.
    definitions: { ...mapped(definitions), [quantity]: { type: ['string', 'number'] } },
  });
  return (manifest) => {
    const name = names.get(`${manifest.apiVersion} ${manifest.kind}`);
    if (name === undefined) return [`there is no ${manifest.apiVersion} ${manifest.kind}`];
    const validate = validator.getSchema(`kubernetes#/definitions/${name}`);
    return validate ? told(validate as ValidateFunction, manifest) : [`${name} has no schema`];
  };
}

/** Of a kind of KEDA's. @param path the definition of the kind */
export async function kedaCheck(path: string): Promise<Check> {
  const definition: Manifest = parse(await readFile(path, 'utf8'));
  const { group, names, versions } = definition.spec;
  const validators = new Map<string, ValidateFunction>();
  for (const { name, schema } of versions) {
    const root = strict(schema.openAPIV3Schema);
    validators.set(`${group}/${name} ${names.kind}`, ajv().compile(root));
  }
  return (manifest) => {
    const validate = validators.get(`${manifest.apiVersion} ${manifest.kind}`);
    return validate ? told(validate, manifest) : [`there is no ${manifest.apiVersion} ${manifest.kind}`];
  };
}
