// Takes batches of bytes, as messages or through a pipe, and answers each with a small message: transport and no model.
import { Socket } from 'node:net';

let wanted = 0;
let received = 0;
let chunks = [];
new Socket({ fd: 4 }).on('data', (chunk) => {
  chunks.push(chunk);
  received += chunk.length;
  answer();
});
process.on('message', (message) => {
  if (message.data) process.send(message.data.length);
  else {
    wanted = message.wanted;
    answer();
  }
});
process.on('disconnect', () => process.exit(0));
process.send('ready');

/** Once all is there, joined, as a model would want it. */
function answer() {
  if (wanted === 0 || received < wanted) return;
  process.send(Buffer.concat(chunks).length);
  chunks = [];
  received = 0;
  wanted = 0;
}
