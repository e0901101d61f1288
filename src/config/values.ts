// Values that a pipeline names instead of writing: secret('x'), env('X'), and texts that hold them.

const BRAND = Symbol.for('penstock.reference');

/** A secret by its name; in JSON and YAML `{"secret": "client_id"}`. */
export interface SecretReference {
  readonly secret: string;
}

/** A plain setting from the environment; in JSON and YAML `{"env": "CRM_BASE_URL", "default": "…"}`. */
export interface EnvReference {
  readonly env: string;
  readonly default?: string;
}

/** A text with references in it, made by `template`. */
export interface TextReference {
  readonly parts: readonly (string | SecretReference | EnvReference)[];
}

export type Reference = SecretReference | EnvReference | TextReference;

// What the functions below give is known for a reference wherever it stands, and never taken for a text.
const NAMED = {
  [BRAND]: true,
  [Symbol.toPrimitive](): never {
    throw new TypeError(
      `${JSON.stringify(this)} names a value and is no text yet; a text that holds it is written template\`Token \${secret('token')}\``,
    );
  },
  toString(): never {
    return this[Symbol.toPrimitive]();
  },
};

/**
 * Names a secret. It is looked for in `<PIPELINE>_<NAME>`, then `<NAME>`, each also with `_FILE`.
 * @param name e.g. `client_id`
 */
export function secret(name: string): SecretReference {
  return named({ secret: name });
}

/**
 * Names an environment variable that is no secret.
 * @param name the variable
 * @param fallback used when the variable is not set; without it a missing variable is a config error
 */
export function env(name: string, fallback?: string): EnvReference {
  return named(fallback === undefined ? { env: name } : { env: name, default: fallback });
}

/** A text that holds references: `` template`Token ${secret('token')}` ``. */
export function template(
  texts: TemplateStringsArray,
  ...values: readonly (string | number | SecretReference | EnvReference)[]
): TextReference {
  const parts = texts.flatMap((text, i) => {
    const value = values[i];
    return value === undefined ? [text] : [text, typeof value === 'number' ? String(value) : value];
  });
  return named({ parts });
}

function named<T extends object>(reference: T): T {
  return Object.assign(Object.create(NAMED), reference);
}

/** Whether a value was made by `secret`, `env` or `template`, by this copy of the package or another. */
export function isNamed(value: unknown): value is Reference {
  return typeof value === 'object' && value !== null && BRAND in value;
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
