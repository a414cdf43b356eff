import { remark } from '../output/print.js';
import { count } from '../output/text.js';

/** Says how far something has come, a line for each further tenth. */
export function tenths(what: string): (done: number, of: number) => void {
  let last = 0;
  return (done, of) => {
    const tenth = of === 0 ? 0 : Math.min(10, Math.floor((10 * done) / of));
    if (tenth === last) return;
    last = tenth;
    remark(`${what}: ${count(done)} of ${count(of)} documents`);
  };
}
