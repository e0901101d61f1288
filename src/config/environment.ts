// Secrets and settings from the environment; the values of secrets go into the mask's register.
import { readFileSync } from 'node:fs';
import { describe } from '../core/errors.ts';
import { registerSecret } from '../core/mask.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

export interface ValueSource {
  readonly pipeline: string;
  readonly environment: Environment;
  /** False: a placeholder stands for each secret, so that a pipeline can be looked at without any. */
  readonly needsSecrets: boolean;
}

/** What stands for each secret of a pipeline that is looked at without any. */
export const UNKNOWN_SECRET = '(secret)';

/** A value, or why there is none. */
export type Lookup =
  | { readonly value: string; readonly fault?: undefined; readonly isUnset?: undefined }
  | { readonly fault: string; readonly value?: undefined; readonly isUnset?: boolean };

/** Looks for a secret in `<PIPELINE>_<NAME>`, then `<NAME>`, each also with `_FILE`. */
export function lookUpSecret(name: string, source: ValueSource): Lookup {
  if (!source.needsSecrets) return { value: UNKNOWN_SECRET };
  const plain = toEnvName(name);
  const full = `${toEnvName(source.pipeline)}_${plain}`;
  const variables = [full, `${full}_FILE`, plain, `${plain}_FILE`];
  for (const variable of variables) {
    const found = source.environment[variable]?.trim();
    if (found !== undefined && found !== '') return readSecret(name, variable, found);
  }
  return { fault: `secret "${name}" is not set; looked for ${variables.join(', ')}`, isUnset: true };
}

function readSecret(name: string, variable: string, found: string): Lookup {
  const isFile = variable.endsWith('_FILE');
  let value: string;
  try {
    value = isFile
      ? readFileSync(found, 'utf8')
          .replace(/^\uFEFF/, '')
          .trim()
      : found;
  } catch (error) {
    return { fault: `secret "${name}": cannot read the file of ${variable}: ${describe(error)}` };
  }
  if (value === '') return { fault: `secret "${name}": the file that ${variable} names is empty` };
  registerSecret(value);
  // Only a key in PEM has lines; anywhere else a line feed is a slip that a header cannot carry.
  if (/[\r\n]/.test(value) && !value.startsWith('-----BEGIN ')) {
    const place = isFile ? `the file that ${variable} names` : variable;
    return { fault: `secret "${name}": ${place} holds more than one line` };
  }
  return { value };
}

/** @param fallback used when the variable is not set */
export function lookUpVariable(name: string, fallback: string | undefined, source: ValueSource): Lookup {
  const value = source.environment[name]?.replace(/\r?\n$/, '') ?? fallback;
  return value === undefined
    ? { fault: `environment variable ${name} is not set and has no default` }
    : { value };
}

function toEnvName(name: string): string {
  return name.toUpperCase().replace(/[^A-Z0-9]/g, '_');
}
