// `npm run docs` writes every generated page; `npm run docs:check` fails, naming those that are not what they should be.
import { readFileSync, writeFileSync } from 'node:fs';
import { openApiDocument } from '@openfashion/contract';
import { configurationReference } from '@openfashion/settings';
import { conformanceFile, conformancePage, conformanceProblems } from '../test/contract/document.js';
import { monitoringFiles } from './monitoring/files.js';

const problems = conformanceProblems();
const pages: Record<string, string> = {
  'docs/openapi.json': `${JSON.stringify(openApiDocument(), null, 2)}\n`,
  'docs/configuration.md': configurationReference(),
  [conformanceFile]: conformancePage(),
  ...monitoringFiles,
};

const check = process.argv.includes('--check');
for (const [file, content] of Object.entries(pages)) {
  if (!check) writeFileSync(file, content);
  else if (read(file) !== content) problems.push(`${file} is out of date: run npm run docs`);
}
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exitCode = 1;
else console.log(check ? 'generated pages are up to date' : `wrote ${Object.keys(pages).join(', ')}`);

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
