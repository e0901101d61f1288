// Replaces secret() and env() references by their values; the values of secrets go into the mask's register.
import { readFileSync } from 'node:fs';
import type { Problem } from '../core/errors.ts';
import { describe } from '../core/errors.ts';
import { registerSecret } from '../core/mask.ts';
import { setOwn } from '../core/path.ts';
import { isEnvReference, isSecretReference } from './values.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

export interface ValueSource {
  readonly pipeline: string;
  readonly environment: Environment;
  readonly needsSecrets: boolean;
}

/**
 * Copies a pipeline object with every reference replaced. The caller's object is not changed.
 * @param problems receives one entry for each reference that leads nowhere
 */
export function resolveValues(value: unknown, source: ValueSource, problems: Problem[], path = ''): unknown {
  if (isSecretReference(value)) return resolveSecret(value.secret, source, problems, path);
  if (isEnvReference(value)) {
    const found = source.environment[value.env] ?? value.default;
    if (found === undefined) {
      problems.push({ path, message: `environment variable ${value.env} is not set and has no default` });
    }
    return found ?? '';
  }
  if (Array.isArray(value)) {
    return value.map((item, index) => resolveValues(item, source, problems, `${path}[${index}]`));
  }
  if (typeof value !== 'object' || value === null) return value;
  const copy = {};
  for (const [key, inner] of Object.entries(value)) {
    setOwn(copy, key, resolveValues(inner, source, problems, path === '' ? key : `${path}.${key}`));
  }
  return copy;
}

/** The variables in which a secret is looked for, in order. */
function secretNames(name: string, pipeline: string): string[] {
  const plain = shout(name);
  const full = `${shout(pipeline)}_${plain}`;
  return [full, `${full}_FILE`, plain, `${plain}_FILE`];
}

function resolveSecret(name: string, source: ValueSource, problems: Problem[], path: string): string {
  if (!source.needsSecrets) return 'secret';
  const names = secretNames(name, source.pipeline);
  for (const variable of names) {
    const found = source.environment[variable];
    if (found === undefined || found === '') continue;
    try {
      const value = variable.endsWith('_FILE') ? readFileSync(found, 'utf8').replace(/\r?\n$/, '') : found;
      if (value === '') {
        problems.push({ path, message: `secret "${name}": the file that ${variable} names is empty` });
      }
      registerSecret(value);
      return value;
    } catch (error) {
      problems.push({
        path,
        message: `secret "${name}": cannot read the file of ${variable}: ${describe(error)}`,
      });
      return '';
    }
  }
  problems.push({ path, message: `secret "${name}" is not set; looked for ${names.join(', ')}` });
  return '';
}

function shout(name: string): string {
  return name.toUpperCase().replace(/[^A-Z0-9]/g, '_');
}
