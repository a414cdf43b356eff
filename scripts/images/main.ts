// `npm run images:files` lays out what images hold (docs/images.md): the Dockerfile and the chroot run go by it.
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type ImageName, imageNames, repository } from './images.js';
import { layOut, parts } from './lay-out.js';

const usage = `npm run images:files -- --into FOLDER [IMAGE]…

Lays what images hold into FOLDER/IMAGE/{${parts.join(',')}}, each to be copied to an image (where possible as links to
the files of the tree: don't change them there). The tree has to be installed and built.
Images (all, unless named): ${imageNames.join(', ')}.`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { into: { type: 'string' }, help: { type: 'boolean', default: false } },
});
const isImage = (name: string): name is ImageName => imageNames.some((one) => one === name);
const named = positionals.filter(isImage);
if (values.help || values.into === undefined || named.length < positionals.length) {
  console.log(usage);
  process.exit(values.help ? 0 : 2);
}
for (const name of named.length === 0 ? imageNames : named) {
  const folder = join(values.into, name);
  await rm(folder, { recursive: true, force: true });
  await layOut(repository, name, (part) => join(folder, part));
}
