// Values that a pipeline names instead of writing: secret('x') and env('X').

/** A secret by its name; in JSON and YAML `{"secret": "client_id"}`. */
export interface SecretReference {
  readonly secret: string;
}

/** A plain setting from the environment; in JSON and YAML `{"env": "CRM_BASE_URL", "default": "…"}`. */
export interface EnvReference {
  readonly env: string;
  readonly default?: string;
}

export type Reference = SecretReference | EnvReference;

/**
 * Names a secret. It is looked for in `<PIPELINE>_<NAME>`, then `<NAME>`, each also with `_FILE`.
 * @param name e.g. `client_id`
 */
export function secret(name: string): SecretReference {
  return { secret: name };
}

/**
 * Names an environment variable that is no secret.
 * @param name the variable
 * @param fallback used when the variable is not set; without it a missing variable is a config error
 */
export function env(name: string, fallback?: string): EnvReference {
  return fallback === undefined ? { env: name } : { env: name, default: fallback };
}

export function isSecretReference(value: unknown): value is SecretReference {
  return hasOnly(value, ['secret']) && typeof value.secret === 'string';
}

export function isEnvReference(value: unknown): value is EnvReference {
  return (
    hasOnly(value, ['env', 'default']) &&
    typeof value.env === 'string' &&
    (value.default === undefined || typeof value.default === 'string')
  );
}

function hasOnly(value: unknown, keys: readonly string[]): value is Record<string, unknown> {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.keys(value).every((key) => keys.includes(key))
  );
}

/** A configuration type in which every free text may be a reference instead. */
export type WithReferences<T> = T extends string
  ? string extends T
    ? T | Reference
    : T
  : T extends (...parameters: never[]) => unknown
    ? T
    : T extends readonly (infer Item)[]
      ? readonly WithReferences<Item>[]
      : T extends object
        ? { readonly [Key in keyof T]: WithReferences<T[Key]> }
        : T;
