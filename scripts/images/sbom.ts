import type { Package } from './closure.js';
import { isOurs } from './files.js';
import type { Weights } from './models.js';

/** A Python package that a CUDA image holds, as `cuda.txt` pins it. */
export interface Wheel {
  readonly name: string;
  readonly version: string;
  readonly sha256: string;
}

export interface Contents {
  readonly image: string;
  readonly version: string;
  readonly packages: readonly Package[];
  /** What the lock file holds each package to (`sha512-…`), by its folder. */
  readonly integrity: ReadonlyMap<string, string>;
  readonly weights: readonly Weights[];
  readonly wheels: readonly Wheel[];
}

/**
 * The software bill of materials of an image, in CycloneDX 1.6: the packages, weights and wheels that are laid into it. The
 * base's own list of Debian packages is in the base (`/var/lib/dpkg/status.d`), where scanners look for it. Nothing in it
 * tells when it was made: the same contents are the same file.
 */
export function sbomOf({ image, version, packages, integrity, weights, wheels }: Contents): object {
  const components = [
    {
      type: 'application',
      name: 'node',
      version: process.versions.node,
      purl: `pkg:generic/node@${process.versions.node}`,
    },
    ...packages.map((one) => libraryOf(one, integrity.get(one.folder))),
    ...weights.map(({ name, version, licence, file, sha256 }) => ({
      type: 'machine-learning-model',
      name,
      version,
      hashes: [{ alg: 'SHA-256', content: sha256 }],
      licenses: licensed(licence),
      properties: [{ name: 'openfashion:file', value: file }],
    })),
    ...wheels.map(({ name, version, sha256 }) => ({
      type: 'library',
      name,
      version,
      purl: `pkg:pypi/${name}@${version}`,
      hashes: [{ alg: 'SHA-256', content: sha256 }],
    })),
  ];
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: { component: { type: 'container', name: `openfashion-${image}`, version } },
    components: components.map((component, at) => ({ 'bom-ref': `${at}`, ...component })),
  };
}

function libraryOf(one: Package, integrity: string | undefined) {
  const { name, version, license } = one;
  const digest = /^sha512-(.+)$/.exec(integrity ?? '')?.[1];
  return {
    type: 'library',
    name,
    version,
    ...(!isOurs(one) && { purl: `pkg:npm/${name.replace('@', '%40')}@${version}` }),
    ...(digest && { hashes: [{ alg: 'SHA-512', content: Buffer.from(digest, 'base64').toString('hex') }] }),
    ...(license && { licenses: licensed(license) }),
  };
}

/** A licence is an SPDX expression, or a text. */
const licensed = (licence: string) =>
  /^[A-Za-z0-9.+()-]+( (AND|OR|WITH) [A-Za-z0-9.+()-]+)*$/.test(licence)
    ? [{ expression: licence }]
    : [{ license: { name: licence } }];
