import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Agent, request } from 'undici';
import { allOrNone } from '../../harness/all-or-none.js';
import { eventually } from '../../harness/eventually.js';
import { freePort } from '../../harness/free-port.js';
import { ProcessUnderTest } from '../../harness/process-under-test.js';

/** A real kube-apiserver with its etcd: it says of objects what a cluster's would. No node, so nothing of them runs. */
export class ApiServer implements AsyncDisposable {
  /** What makes a command of helm's ask this server, as whoever may do anything. */
  readonly environment: Readonly<Record<string, string>>;
  readonly #url: string;
  readonly #token: string;
  readonly #agent: Agent;
  readonly #close: () => Promise<void>;

  private constructor(url: string, token: string, certificate: Certificate, close: () => Promise<void>) {
    this.#url = url;
    this.#token = token;
    this.#agent = new Agent({ connect: { ca: certificate.pem } });
    this.#close = close;
    this.environment = { HELM_KUBEAPISERVER: url, HELM_KUBETOKEN: token, HELM_KUBECAFILE: certificate.path };
  }

  /** Resolves when it is ready. @param programs files of the two servers (scripts/api-server.sh) */
  static async start(programs: { readonly etcd: string; readonly apiServer: string }): Promise<ApiServer> {
    const folder = await mkdtemp(join(tmpdir(), 'api-server-'));
    const [store, peers, port] = await Promise.all([freePort(), freePort(), freePort()]);
    const [token, url] = [randomUUID(), `https://127.0.0.1:${port}`];
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const key = join(folder, 'accounts.pem');
    await writeFile(key, privateKey.export({ type: 'pkcs1', format: 'pem' }));
    await writeFile(join(folder, 'tokens.csv'), `${token},operator,1,system:masters\n`);
    await mkdir(join(folder, 'etcd'), { mode: 0o700 });

    const etcd = new ProcessUnderTest([programs.etcd, ...etcdFlags(join(folder, 'etcd'), store, peers)], {});
    const apiServer = new ProcessUnderTest([programs.apiServer, ...serverFlags(folder, key, store, port)], {});
    const close = async () => {
      await apiServer.kill();
      await etcd.kill();
      await rm(folder, { recursive: true, force: true });
    };
    const ready = async () => {
      const certificate = { path: join(folder, 'apiserver.crt'), pem: '' };
      let server: ApiServer | undefined;
      await eventually(
        'the API server is ready',
        async () => {
          for (const { hasEndedByItself, errors } of [etcd, apiServer]) {
            if (hasEndedByItself) throw new Error(errors.slice(-5).join('\n'));
          }
          certificate.pem ||= await readFile(certificate.path, 'utf8').catch(() => '');
          if (certificate.pem === '') return false;
          server ??= new ApiServer(url, token, certificate, close);
          return server.ask('GET', '/readyz').then(
            ({ status }) => status === 200,
            () => false,
          );
        },
        300_000,
      );
      if (server === undefined) throw new Error('unreachable');
      return server;
    };
    const opened: AsyncDisposable = { [Symbol.asyncDispose]: close };
    const [, server] = await allOrNone([Promise.resolve(opened), ready()]);
    return server;
  }

  /** @param object JSON or YAML, as the server reads both */
  async ask(
    method: 'GET' | 'POST',
    path: string,
    object?: string,
  ): Promise<{ status: number; said: string; warned: string[] }> {
    const { statusCode, headers, body } = await request(this.#url + path, {
      method,
      dispatcher: this.#agent,
      headers: { authorization: `Bearer ${this.#token}`, 'content-type': 'application/yaml' },
      ...(object !== undefined && { body: object }),
    });
    return { status: statusCode, said: await body.text(), warned: [headers['warning'] ?? []].flat() };
  }

  /** @throws Error what the server says when it does not take the object */
  async create(path: string, object: string): Promise<void> {
    const { status, said } = await this.ask('POST', path, object);
    if (status !== 201) throw new Error(`${path}: ${said}`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#agent.close();
    await this.#close();
  }
}

interface Certificate {
  readonly path: string;
  readonly pem: string;
}

const etcdFlags = (folder: string, port: number, peers: number) => [
  `--data-dir=${folder}`,
  `--listen-client-urls=http://127.0.0.1:${port}`,
  `--advertise-client-urls=http://127.0.0.1:${port}`,
  `--listen-peer-urls=http://127.0.0.1:${peers}`,
  `--initial-advertise-peer-urls=http://127.0.0.1:${peers}`,
  `--initial-cluster=default=http://127.0.0.1:${peers}`,
  // It holds nothing that is to outlive this run.
  '--unsafe-no-fsync',
];

const serverFlags = (folder: string, key: string, store: number, port: number) => [
  `--etcd-servers=http://127.0.0.1:${store}`,
  '--bind-address=127.0.0.1',
  `--secure-port=${port}`,
  `--cert-dir=${folder}`,
  `--token-auth-file=${join(folder, 'tokens.csv')}`,
  '--authorization-mode=RBAC',
  '--service-cluster-ip-range=10.0.0.0/24',
  '--service-account-issuer=https://kubernetes.default.svc',
  `--service-account-key-file=${key}`,
  `--service-account-signing-key-file=${key}`,
  // An address of this machine alone is none that a cluster may tell of.
  '--endpoint-reconciler-type=none',
];
