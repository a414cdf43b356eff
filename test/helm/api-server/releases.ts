import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { chart, type Example, type Manifest, parseObjects } from '../chart.js';
import type { ApiServer } from './api-server.js';

const run = promisify(execFile);
export const namespace = 'shop';

/** A release of the chart on a server, by the helm of an operator. */
export class Release {
  readonly #helm: string;
  readonly #server: ApiServer;

  constructor(helm: string, server: ApiServer) {
    this.#helm = helm;
    this.#server = server;
  }

  /** What an operator types first. Resolves to what helm printed. @throws what helm or the server has against it */
  dryRun(example: Example): Promise<string> {
    return this.#run('install', 'of', ...values(example), '--dry-run=server');
  }

  /** Install it, or make an example of it that is installed. */
  async install(example: Example): Promise<void> {
    await this.#run('upgrade', '--install', 'of', ...values(example));
  }

  async uninstall(): Promise<void> {
    await this.#run('uninstall', 'of');
  }

  /** The objects of the release, as the server has them. */
  async manifests(): Promise<Manifest[]> {
    return parseObjects(await this.#run('get', 'manifest', 'of'));
  }

  /**
   * What the server has against the pods of the Deployments, made as their controller would make them: only of pods does it
   * say whether they keep to the namespace's Pod Security.
   */
  async refusedPods(): Promise<string[]> {
    const refused: string[] = [];
    for (const { kind, metadata, spec } of await this.manifests()) {
      if (kind !== 'Deployment') continue;
      const { template } = spec;
      const pod = { apiVersion: 'v1', kind: 'Pod', spec: template.spec };
      const named = { ...pod, metadata: { ...template.metadata, generateName: `${metadata.name}-` } };
      const path = `/api/v1/namespaces/${namespace}/pods?dryRun=All&fieldValidation=Strict`;
      const { status, said, warned } = await this.#server.ask('POST', path, JSON.stringify(named));
      if (status !== 201) refused.push(`${metadata.name}: ${JSON.parse(said).message}`);
      refused.push(...warned.map((warning) => `${metadata.name}: ${warning}`));
    }
    return refused;
  }

  /** @throws Error also where the server only warns: a field that it does not have, or what Pod Security will refuse */
  async #run(command: string, ...more: string[]): Promise<string> {
    const env = { ...process.env, ...this.#server.environment };
    const { stdout, stderr } = await run(this.#helm, [command, ...more, '-n', namespace], { env, maxBuffer: 1 << 24 });
    if (/warning/i.test(stderr)) throw new Error(stderr);
    return stdout;
  }
}

const values = (example: Example) => [chart, '-f', `${chart}/examples/${example}.yaml`];
