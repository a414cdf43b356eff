// Loaded into a process under test (`--import`): its wall clock differs from the machine's by the milliseconds that the file
// CLOCK_FILE holds, read anew at each SIGUSR2. The monotonic clock is untouched, as when an operator sets the time.
import { readFileSync } from 'node:fs';

const RealDate = Date;
let offset = 0;
const read = () => {
  offset = Number(readFileSync(process.env.CLOCK_FILE, 'utf8'));
};
read();
process.on('SIGUSR2', read);

globalThis.Date = class extends RealDate {
  constructor(...values) {
    super(...(values.length === 0 ? [RealDate.now() + offset] : values));
  }
  static now() {
    return RealDate.now() + offset;
  }
};
