// Makes a service seem farther away: passes connections on, everything later by so many milliseconds, in both directions.
import { connect, createServer } from 'node:net';

const [port, delay] = process.argv.slice(2).map(Number);
const server = createServer((near) => {
  const far = connect(port, '127.0.0.1');
  for (const [from, to] of [
    [near, far],
    [far, near],
  ]) {
    from.setNoDelay();
    from.on('data', (chunk) => setTimeout(() => to.write(chunk), delay));
    from.on('close', () => to.destroy());
    from.on('error', () => {});
  }
});
server.listen(0, '127.0.0.1', () => process.send(server.address().port));
process.on('disconnect', () => process.exit(0));
