// An address as a person copies it, to the parts of a pipeline: base_url, path, params; what is secret in it by name alone.
import { isCredentialName } from '../../core/credentials.ts';
import { UsageError } from '../../core/errors.ts';
import { registerSecret } from '../../core/mask.ts';

/** A name of a secret, as a pipeline writes it. */
interface SecretName {
  readonly secret: string;
}

export interface Address {
  readonly url: URL;
  readonly base_url: string;
  readonly path: string;
  /** As a pipeline writes them: what looks like a credential is the name of a secret. */
  readonly params: Readonly<Record<string, string | readonly string[] | SecretName>>;
  /** Whether user and password stand in it. */
  readonly hasUser: boolean;
  /** The values of the secrets that stand in it, by name: for the requests of today, never for a file. */
  readonly secrets: Readonly<Record<string, string>>;
}

/** @throws UsageError when it is none that HTTP can ask for */
export function readAddress(text: string): Address {
  const url = parse(text);
  const secrets: Record<string, string> = {};
  const keep = (name: string, value: string) => {
    registerSecret(value);
    secrets[name] = value;
  };
  const hasUser = url.username !== '';
  if (hasUser) {
    keep('username', decodeURIComponent(url.username));
    keep('password', decodeURIComponent(url.password));
  }
  const params: Record<string, string | readonly string[] | SecretName> = {};
  for (const name of new Set(url.searchParams.keys())) {
    const values = url.searchParams.getAll(name);
    const [value = ''] = values;
    if (isCredentialName(name) || isKeyAlone(name)) {
      const secret = plainSecret(name);
      keep(secret, value);
      params[name] = { secret };
    } else params[name] = values.length > 1 ? values.map(asWritten) : asWritten(value);
  }
  return { url, ...split(url), params, hasUser, secrets };
}

function parse(text: string): URL {
  const isWhole = /^[a-z][a-z\d+.-]*:\/\//i.test(text);
  const address = isWhole ? text : `https://${text}`;
  const hint = 'an address begins with http:// or https://';
  // What cannot be read may hold a password, too: it is not shown.
  if (!URL.canParse(address)) throw new UsageError('--from: this is no address', { hint });
  const url = new URL(address);
  if (!/^https?:$/.test(url.protocol))
    throw new UsageError(`--from: ${url.protocol} is not spoken`, { hint });
  url.hash = '';
  return url;
}

// By these names in a query Google, TMDB and their like take an API key; elsewhere they may be anything.
function isKeyAlone(name: string): boolean {
  return /^(key|apikey|appid|app_id|access_key|auth|sig|code_key)$/i.test(name);
}

function plainSecret(name: string): string {
  const plain = name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '');
  return plain === 'key' || plain === '' ? 'api_key' : plain;
}

/** Braces are placeholders in a pipeline; doubled, they are themselves. */
function asWritten(value: string): string {
  return value.replace(/[{}]/g, '$&$&');
}

// What all paths of an API begin with: /api, /rest/v2, /wp-json/wp/v2.
const ROOT = /^(?:api|rest|services?|data|odata|public|wp-json|_api|v?\d+(?:\.\d+)*(?:beta|alpha)?\d*)$/i;

function split(url: URL): { base_url: string; path: string } {
  const segments = url.pathname.split('/').slice(1);
  const version = segments.findLastIndex((one) => /^v\d+(\.\d+)*$/i.test(one));
  let roots = version + 1;
  while (roots < segments.length && ROOT.test(segments[roots] ?? '')) roots += 1;
  // Something is left for the path.
  roots = Math.min(roots, segments.length - 1);
  const base = segments.slice(0, roots);
  return {
    base_url: [url.origin, ...base].join('/'),
    path: `/${segments.slice(roots).join('/')}`,
  };
}

/** A name for what an address gives: `https://api.example.com/v1/orders?page=1` is `orders` of `example`. */
export function namesOf({ url }: Address): { pipeline: string; resource: string } {
  const words = url.pathname
    .split('/')
    .map((one) => one.replace(/\.\w+$/, ''))
    .filter((one) => /^[A-Za-z_][\w-]*$/.test(one) && !ROOT.test(one));
  const resource = words.at(-1) ?? 'items';
  const isNumber = /^[\d.]+$|^\[/.test(url.hostname) || url.hostname === 'localhost';
  const labels = url.hostname.split('.').filter((one) => !/^(www|api|rest|data|v\d+)$/i.test(one));
  const host = isNumber ? undefined : (labels.length > 1 ? labels.slice(0, -1) : labels).at(-1);
  return { pipeline: (host ?? resource).replace(/[^\w-]/g, '_'), resource: resource.replace(/-/g, '_') };
}
