// A Node process with nothing to do, beside which the product's event loop is measured by the same means.
import { monitorEventLoopDelay } from 'node:perf_hooks';

const delay = monitorEventLoopDelay({ resolution: 10 });
delay.enable();
process.on('message', () => {
  process.send?.(delay.percentile(99) / 1e6);
  delay.reset();
});
process.on('disconnect', () => process.exit(0));
