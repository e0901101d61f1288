// Secrets of a dlt config: each becomes the name of one, and its value is kept out of everything that is printed.

import { isSecretReference } from '../../config/values.ts';
import { isCredentialName } from '../../core/credentials.ts';
import { registerSecret } from '../../core/mask.ts';
import { own } from '../../core/path.ts';
import { isLoose, type Loose } from './carried.ts';

type Path = readonly (string | number)[];

/** Keys of an auth that say a secret. */
const OF_AUTHS = [
  'token',
  'api_key',
  'password',
  'client_secret',
  'refresh_token',
  'private_key',
  'private_key_passphrase',
];
/** Words before the secret in a header. */
const SCHEME = /^((?:Bearer|Basic|Token|Key|ApiKey|JWT|OAuth)\s+|[A-Za-z]+ (?:token|key)=)(.+)$/i;
const PLACEHOLDER = /\{(secrets|env)\.([^{}]+)\}/g;
/** Where an object `{"secret": …}` is a reference and no data. */
const DATA = ['json', 'data'];

export interface Hidden {
  readonly config: unknown;
  readonly names: readonly string[];
}

/** Copies a config with names in place of its secrets. */
export function hideSecrets(config: unknown): Hidden {
  const byName = new Map<string, string | undefined>();

  /** A name for a value: its key, told apart by the resource where another value has it. */
  const nameFor = (key: string, value: string | undefined, path: Path): string => {
    const plain = shortName(key);
    for (let at = 0; ; at += 1) {
      const name = at === 0 ? plain : at === 1 ? `${resourceOf(config, path)}_${plain}` : `${plain}_${at}`;
      if (byName.has(name) && byName.get(name) !== value) continue;
      byName.set(name, value);
      return name;
    }
  };

  const hide = (key: string, value: string, path: Path): unknown => {
    const [, scheme = '', secret = value] = SCHEME.exec(value) ?? [];
    registerSecret(value);
    registerSecret(secret);
    const name = nameFor(key, secret, path);
    const isData = path.some((step) => DATA.includes(String(step)));
    return scheme === '' && !isData ? { secret: name } : `${scheme}{secrets.${name}}`;
  };

  const placeholders = (text: string, path: Path): unknown => {
    const isData = path.some((step) => DATA.includes(String(step)));
    const short = text.replace(PLACEHOLDER, (_whole, kind: string, key: string) => {
      const own = key === 'value' ? String(path.at(-1)) : key;
      return kind === 'env' ? `{env.${envName(own)}}` : `{secrets.${nameFor(own, undefined, path)}}`;
    });
    const [whole, kind, name] = /^\{(secrets|env)\.([^{}]+)\}$/.exec(short) ?? [];
    if (whole === undefined || name === undefined || isData) return short;
    return kind === 'env' ? { env: name } : { secret: name };
  };

  const copy = (value: unknown, path: Path, isSecret: boolean): unknown => {
    if (typeof value === 'string') {
      if (/\{(?:secrets|env)\./.test(value)) return placeholders(value, path);
      const isTemplate = /\{[^{}]*\}/.test(value);
      if (isSecret && value !== '' && !isTemplate) return hide(String(path.at(-1)), value, path);
      return path.at(-1) === 'path' ? hideInQuery(value, (key, one) => nameFor(key, one, path)) : value;
    }
    if (Array.isArray(value)) return value.map((one, at) => copy(one, [...path, at], isSecret));
    if (!isLoose(value)) return value;
    if (isSecretReference(value)) {
      byName.set(value.secret, undefined);
      return value;
    }
    const entries = Object.entries(value).map(([key, inner]) => {
      return [key, copy(inner, [...path, key], isSecret || isSecretKey(key, path))] as const;
    });
    return Object.fromEntries(entries);
  };
  return { config: copy(config, [], false), names: [...byName.keys()] };
}

function isSecretKey(key: string, path: Path): boolean {
  if (path.at(-1) === 'auth') return OF_AUTHS.includes(key);
  const isSent = path.some((step) =>
    ['params', 'json', 'data', 'headers', 'access_token_request_data'].includes(String(step)),
  );
  return isSent && isCredentialName(key);
}

function hideInQuery(path: string, nameOf: (key: string, value: string) => string): string {
  return path.replace(/([?&])([^=&{}]+)=([^&{}]+)/g, (whole, mark: string, key: string, value: string) => {
    if (!isCredentialName(key)) return whole;
    registerSecret(value);
    return `${mark}${key}={secrets.${nameOf(key, value)}}`;
  });
}

/** `sources.github.access_token` as `github_access_token`: dlt’s sections say where, the name says what. */
function shortName(key: string): string {
  const steps = key.split(/[^A-Za-z0-9]+/).filter((step) => step !== '');
  const told = steps.filter(
    (step, at) => at === steps.length - 1 || !['sources', 'rest_api', 'credentials'].includes(step),
  );
  return told.join('_').toLowerCase() || 'secret';
}

function envName(key: string): string {
  return shortName(key).toUpperCase();
}

function resourceOf(config: unknown, [top, index]: Path): string {
  if (top !== 'resources' || typeof index !== 'number') return String(top ?? 'client');
  const resources = own(config, 'resources') as Loose[];
  const name = own(resources[index], 'name');
  return typeof name === 'string' ? shortName(name) : `resource${index}`;
}
