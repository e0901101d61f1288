// --set client.base_url=…: one value of the pipeline, changed for this run.

import { isSecretReference } from '../config/values.ts';
import { UsageError } from '../core/errors.ts';
import { parseJson } from '../core/parse-json.ts';
import { faultOfPath, own, parsePath, setOwn } from '../core/path.ts';

/**
 * Lays `path=value` pairs over a pipeline. A value that parses as JSON is taken as such, else as text.
 * @returns a changed copy
 * @throws UsageError for a pair without `=`, a path that leads nowhere, or one that holds a secret
 */
export function applySettings(pipeline: unknown, settings: readonly string[]): unknown {
  return settings.reduce((current, setting) => {
    const [, path, text] = /^([^=]+)=(.*)$/s.exec(setting) ?? [];
    if (path === undefined || text === undefined) {
      throw new UsageError(`--set ${setting}: expected path=value`, {
        hint: 'e.g. --set client.base_url=http://localhost:8080',
      });
    }
    return changed(current, stepsOf(path), parseValue(text), path);
  }, pipeline);
}

function stepsOf(path: string): readonly string[] {
  const fault = faultOfPath(path, true);
  if (fault !== undefined) throw new UsageError(`--set ${path}: ${fault}`);
  return (parsePath(path) ?? []).map(String);
}

function changed(target: unknown, keys: readonly string[], value: unknown, path: string): unknown {
  const [key, ...rest] = keys;
  if (key === undefined) {
    if (isSecretReference(target)) {
      throw new UsageError(`--set ${path}: a secret never comes from the command line`, {
        hint: 'set it in the environment, in a _FILE variable or by --env-file',
      });
    }
    return value;
  }
  if (Array.isArray(target)) {
    const index = Number(key);
    if (!Number.isInteger(index) || target[index] === undefined) {
      throw new UsageError(`--set ${path}: the list has no entry "${key}"`);
    }
    return target.map((item, i) => (i === index ? changed(item, rest, value, path) : item));
  }
  if (typeof target !== 'object' || target === null) {
    if (target !== undefined)
      throw new UsageError(`--set ${path}: "${key}" is inside a value that has no parts`);
    return { [key]: changed(undefined, rest, value, path) };
  }
  const inner = own(target, key);
  const copy = { ...target };
  setOwn(copy, key, changed(inner, rest, value, path));
  return copy;
}

function parseValue(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return text;
  }
}
