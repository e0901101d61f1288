// Values that are secret by their name: `api_key`, `token`, `password` and their like, also when written literally.
import { maskForeign, registerSecret } from './mask.ts';

const CREDENTIAL =
  /(?:^|[_\-.\s])(?:(?:api|access|auth|private|secret|signing|subscription)[_\-.\s]?keys?|apikey|(?:\w+[_\-.\s]?)?(?:token|passw(?:or)?d|passwd|pwd|secret|credentials?|passphrase)|authorization|cookie|signature|sig|jwt|bearer)$/i;
// Names of the pipeline language that speak of a credential and hold none; cursors that APIs call tokens.
const HARMLESS = /(?:page|next|continuation|sync|start)[_\-.\s]?token$/i;

/** Whether a key names a credential. */
export function isCredentialName(name: string): boolean {
  const spaced = name.replace(/([a-z0-9])([A-Z])/g, '$1_$2');
  return CREDENTIAL.test(spaced) && !HARMLESS.test(spaced);
}

/** Registers the texts of a pipeline that stand under such names, at any depth. */
export function registerCredentials(value: unknown, isCredential = false): void {
  if (typeof value === 'string') {
    // What a placeholder will be filled with is not known yet, and its own text is no secret.
    if (isCredential && !/\{[^{}]*\}/.test(value)) registerSecret(value);
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) {
    for (const item of value) registerCredentials(item, isCredential);
    return;
  }
  for (const [name, inner] of Object.entries(value)) {
    // A column may be called anything; what is said of it is a schema.
    if (name !== 'columns') registerCredentials(inner, isCredentialName(name));
  }
}

/** A query as it may be shown: what is secret by value or by name masked. */
export function maskQuery(search: string): string {
  if (search === '') return '';
  const masked = search.replace(/([?&])([^=&]+)=([^&]+)/g, (whole, mark: string, name: string) =>
    isCredentialName(decoded(name)) ? `${mark}${name}=***` : whole,
  );
  return maskForeign(masked);
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name.replaceAll('+', ' '));
  } catch {
    return name;
  }
}
