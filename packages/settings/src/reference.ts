import { settings } from './table.js';

/** The configuration reference, docs/configuration.md. */
export function configurationReference(): string {
  const rows = Object.values(settings).map((setting) => {
    const value = 'default' in setting && setting.default !== '' ? `\`${setting.default}\`` : '–';
    return `| \`${setting.variable}\` | ${setting.type} | ${value} | ${setting.description} |`;
  });
  return `# Configuration

Settings are environment variables, read once at the start. A wrong value, or an \`OPENFASHION_\` variable that is not in this
table, stops the start with a sentence that names it. An empty variable counts as unset.

This page is generated from \`packages/settings/src/table.ts\` by \`npm run docs\`.

| variable | value | default | what it does |
|---|---|---|---|
${rows.join('\n')}
`;
}
