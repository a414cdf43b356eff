import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { endpoints, type ResultName, resultCodes } from '@openfashion/contract';
import type { Case } from './case.js';
import { cases } from './cases/index.js';
import { type Rule, rules } from './rules.js';
import { unreachable } from './unreachable.js';

const root = new URL('../../', import.meta.url);
const everyCase: readonly Case[] = Object.values(cases).flat();
const showing = (rule: string) => everyCase.filter((one) => one.rules.includes(rule));

/** Everything that keeps the conformance page from being true; empty when it is. */
export function conformanceProblems(): string[] {
  const known = new Set(rules.map(({ rule }) => rule));
  return [
    ...rules
      .filter(({ rule, elsewhere }) => showing(rule).length === 0 && !elsewhere?.length)
      .map(({ rule }) => `rule ${rule} is shown by nothing`),
    ...everyCase.flatMap(({ name, rules: shown }) =>
      shown.filter((rule) => !known.has(rule)).map((rule) => `“${name}” names the rule ${rule}, which is none`),
    ),
    ...rules.flatMap(({ rule, elsewhere = [] }) =>
      elsewhere.filter((test) => !exists(test)).map(({ file, test }) => `rule ${rule}: ${file} has no test “${test}”`),
    ),
    ...Object.values(endpoints).flatMap(({ id, results }) =>
      results
        .filter((result) => !shownCode(id, result) && unreachable[id]?.[result] === undefined)
        .map((result) => `${id}: no case shows ${result}, and no reason says why none can`),
    ),
  ];
}

function exists({ file, test }: { readonly file: string; readonly test: string }): boolean {
  try {
    return readFileSync(new URL(file, root), 'utf8').includes(test);
  } catch {
    return false;
  }
}

/** -50000 of every endpoint is shown by test/contract/failing-ports.test.ts. */
const shownCode = (endpoint: string, result: ResultName) =>
  result === 'InternalServerError' ||
  everyCase.some(({ shows }) => shows.some((shown) => shown.endpoint === endpoint && shown.result === result));

/** docs/conformance.md. */
export function conformancePage(): string {
  return `# Conformance

How the product is held to the v2.0 contract. \`test/contract\` is a suite of ${everyCase.length} cases that runs against any server of
the contract: against the one it starts itself (\`npm test\`), or against another:

\`\`\`
CONFORMANCE_URL=https://… CONFORMANCE_APP_KEY=… CONFORMANCE_SECRET_KEY=… CONFORMANCE_PICTURES=https://… npm run conformance
\`\`\`

\`CONFORMANCE_PICTURES\` is an address at which that server finds the files of \`packages/samples/dist/pictures\`. There only the
${everyCase.filter(({ mark }) => mark === 'contract').length} cases marked *contract* run: what the guide itself says. Cases marked *decision* show our reading where the guide is silent.

This page is generated from the suite by \`npm run docs\`, which fails when a rule or a result code is shown by nothing.

## Rules
${rules.map(ruleSection).join('\n')}
## Result codes
Every code that an endpoint may answer, and how many cases show it. -50000 is shown for every endpoint by
\`test/contract/failing-ports.test.ts\`, on the real gateway with ports that are down.

| endpoint | code | shown by |
|---|---|---|
${Object.values(endpoints)
  .flatMap(({ id, results }) => results.map((result) => codeRow(id, result)))
  .join('\n')}
`;
}

function ruleSection({ rule, title, elsewhere = [] }: Rule): string {
  const own = showing(rule).map(({ mark, name }) => `- *${mark}* ${escaped(name)}`);
  const other = elsewhere.map(({ file, test }) => `- \`${file}\`: ${escaped(test)}`);
  return `### ${rule} ${title}\n${[...own, ...other].join('\n')}\n`;
}

function codeRow(endpoint: string, result: ResultName): string {
  const shown = everyCase.filter(({ shows }) =>
    shows.some((one) => one.endpoint === endpoint && one.result === result),
  ).length;
  const reason = unreachable[endpoint as keyof typeof unreachable]?.[result];
  const by =
    result === 'InternalServerError'
      ? 'failing-ports.test.ts'
      : reason
        ? `no request can: ${reason}`
        : `${shown} cases`;
  return `| ${endpoint} | ${resultCodes[result].code} ${result} | ${by} |`;
}

const escaped = (text: string) => text.replace(/[<>|*_`]/g, (mark) => `\\${mark}`);

/** Path of the page in the project. */
export const conformanceFile = fileURLToPath(new URL('docs/conformance.md', root));
