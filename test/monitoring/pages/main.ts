import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { picturesDirectory } from '@openfashion/samples';
import { freePort } from '../../harness/free-port.js';
import { ModelServices } from '../../harness/model-services.js';
import { startPictureSite } from '../../harness/picture-site.js';
import { ProcessUnderTest } from '../../harness/process-under-test.js';
import { ServerProcess, shopSettings } from '../../harness/server-process.js';
import { consolePage, pageHeight, width } from './console-page.js';
import { traffic } from './traffic.js';

const usage = `npm run monitoring:pages -- [--minutes N] [--out FOLDER]

Runs a single node with its model services under a small shop's traffic, has a real Prometheus watch them with the rules of
deploy/monitoring, and takes a picture of each dashboard as a page of that Prometheus. Needs prometheus and chromium (Debian's
packages).
  --minutes  of traffic (default 8)
  --out      where pictures go (default docs/images)`;

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '8' },
    out: { type: 'string', default: fileURLToPath(new URL('../../../docs/images', import.meta.url)) },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  console.log(usage);
  process.exit(0);
}

const seconds = Number(values.minutes) * 60;
const monitoring = fileURLToPath(new URL('../../../deploy/monitoring/', import.meta.url));
const directory = await mkdtemp(join(tmpdir(), 'pages-'));
try {
  await using site = await startPictureSite(picturesDirectory);
  await using models = await ModelServices.open();
  await using server = new ServerProcess(join(directory, 'data'), { ...shopSettings, ...models.settings });
  const services = await Promise.all(models.lives.map((service) => service.operatorUrl()));
  const watched = [await server.baseUrl(), ...services].map((url) => new URL(url).host);
  const prometheus = await startPrometheus(watched);
  await using _running = prometheus.process;
  console.log(`Prometheus at ${prometheus.url} watches ${watched.join(', ')}; ${values.minutes} minutes of traffic …`);
  await traffic(await server.firstClient(), site.url, models, seconds * 1000);
  for (const { name, content } of await dashboards()) {
    picture(`${prometheus.url}/consoles/${name}.html`, pageHeight(content), join(values.out, `monitoring-${name}.png`));
  }
} finally {
  await rm(directory, { recursive: true, force: true });
}

/** The dashboards as they are committed. */
async function dashboards(): Promise<{ readonly name: string; readonly content: unknown }[]> {
  const folder = join(monitoring, 'dashboards');
  const files = await readdir(folder);
  return Promise.all(
    files.map(async (file) => ({
      name: file.replace('.json', ''),
      content: JSON.parse(await readFile(join(folder, file), 'utf8')),
    })),
  );
}

async function startPrometheus(targets: readonly string[]) {
  const consoles = join(directory, 'consoles');
  await mkdir(consoles);
  for (const { name, content } of await dashboards()) {
    await writeFile(join(consoles, `${name}.html`), consolePage(content, seconds));
  }
  const config = {
    global: { scrape_interval: '5s', evaluation_interval: '15s' },
    rule_files: [join(monitoring, 'rules/openfashion.yaml')],
    scrape_configs: [{ job_name: 'openfashion', static_configs: [{ targets, labels: { namespace: 'shop' } }] }],
  };
  // JSON is YAML.
  await writeFile(join(directory, 'prometheus.yaml'), JSON.stringify(config));
  const address = `127.0.0.1:${await freePort()}`;
  const process = new ProcessUnderTest(
    [
      'prometheus',
      `--config.file=${join(directory, 'prometheus.yaml')}`,
      `--storage.tsdb.path=${join(directory, 'prometheus')}`,
      `--web.listen-address=${address}`,
      `--web.console.templates=${consoles}`,
      '--web.console.libraries=/usr/share/doc/prometheus/examples/console_libraries',
    ],
    {},
  );
  return { process, url: `http://${address}` };
}

function picture(url: string, pageHeight: number, file: string): void {
  const { status, stderr } = spawnSync('chromium', [
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    `--user-data-dir=${join(directory, 'chromium')}`,
    '--hide-scrollbars',
    `--window-size=${2 * (width + 60)},${pageHeight}`,
    '--virtual-time-budget=60000',
    `--screenshot=${file}`,
    url,
  ]);
  if (status !== 0) throw new Error(`chromium ended with ${status}: ${stderr}`);
  console.log(file);
}
