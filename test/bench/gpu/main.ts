import { parseArgs } from 'node:util';
import { machine } from '../machine.js';
import { Section, writeToPage } from '../report.js';
import { measureGpu } from './measure.js';
import type { Provider } from './plain.js';

process.env['ORT_DISABLE_TELEMETRY'] = '1';

const usage = `npm run bench:gpu -- [--provider cpu|cuda|tensorrt] [--seconds N] [--batches N[,N…]] [--python PATH] [--write]

Measures models and product on a GPU: pictures a second by model and batch size, busy shares, and what plain loops reach.
What the machine lacks is left out, and said by name.
  --provider  where the models run (default cuda); cpu shows that the script works
  --seconds   of one measurement (default 4)
  --batches   sizes, of those that models are warmed for (default 1,2,4,8,16,32)
  --python    with onnxruntime-gpu or PyTorch and onnx2torch in it (default python3)
  --write     put the tables into docs/performance.md; not of a CPU`;

const { values } = parseArgs({
  options: {
    provider: { type: 'string', default: 'cuda' },
    seconds: { type: 'string', default: '4' },
    batches: { type: 'string', default: '1,2,4,8,16,32' },
    python: { type: 'string', default: 'python3' },
    write: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
const isProvider = (name: string): name is Provider => ['cpu', 'cuda', 'tensorrt'].includes(name);
const { provider, python } = values;
const milliseconds = Number(values.seconds) * 1000;
const batches = values.batches.split(',').map(Number);
const wrong = !isProvider(provider) || [milliseconds, ...batches].some((number) => !(number > 0));
if (values.help || wrong || (values.write && provider === 'cpu')) {
  console.log(usage);
  process.exit(values.help ? 0 : 2);
}

const section = new Section('gpu');
await machine(section);
await measureGpu(section, { provider, python, batches, milliseconds });
const measured = section.markdown.includes('\n|');
if (values.write && measured) await writeToPage(section);
