import { type SettingName, type Settings, settings } from './table.js';

/** The start must stop: one sentence per wrong variable. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}

/**
 * Read the named settings from an environment. An empty variable counts as unset.
 * @throws SettingsError naming every variable whose value is wrong, and every `OPENFASHION_*` that no setting has
 */
export function readSettings<Name extends SettingName>(
  environment: Readonly<Record<string, string | undefined>>,
  names: readonly Name[],
): Settings<Name> {
  const values: Partial<Record<Name, unknown>> = {};
  const problems: string[] = [];
  for (const name of names) {
    const setting = settings[name];
    const raw = environment[setting.variable] || ('default' in setting ? setting.default : undefined);
    if (raw === undefined) continue;
    const parsed = setting.schema.safeParse(raw);
    if (parsed.success) values[name] = parsed.data;
    else {
      const shown = 'secret' in setting ? '' : ` (is ${JSON.stringify(raw)})`;
      problems.push(`${setting.variable}: ${parsed.error.issues[0]?.message ?? 'is wrong'}${shown}`);
    }
  }
  problems.push(...unknownVariables(environment));
  if (problems.length > 0) throw new SettingsError(problems.join('\n'));
  return values as Settings<Name>;
}

/** A misspelt variable would otherwise be ignored in silence. Those of tests are no concern of what they start. */
function unknownVariables(environment: Readonly<Record<string, string | undefined>>): string[] {
  const known = new Set<string>([...Object.values(settings).map((setting) => setting.variable), ...clientVariables]);
  return Object.keys(environment)
    .filter((variable) => variable.startsWith('OPENFASHION_') && !variable.startsWith(forTests) && !known.has(variable))
    .map((variable) => `${variable}: no setting has this name (see docs/configuration.md)`);
}

/** Read by the command line client, and often set in the same shell. */
const clientVariables = ['OPENFASHION_URL', 'OPENFASHION_APP_KEY', 'OPENFASHION_SECRET_KEY'];

/** Says which servers our own tests run against; processes that they start inherit it. */
const forTests = 'OPENFASHION_TEST_';
