// The one register of secret values; everything that leaves the process except requests passes its mask.

const MASK = '***';
// A shorter value would blank out half of every message and is no secret worth the name.
const SHORTEST_SECRET = 4;

const forms = new Set<string>();
let pattern: RegExp | undefined;

/**
 * Makes a value unprintable, in the forms it can travel in: as it is, URL-encoded, JSON-escaped and base64.
 * @param value the secret itself
 */
export function registerSecret(value: string): void {
  if (value.length < SHORTEST_SECRET) return;
  const before = forms.size;
  for (const form of spellings(value)) forms.add(form);
  if (forms.size !== before) pattern = undefined;
}

/** Replaces every registered secret in a text. */
export function mask(text: string): string {
  if (forms.size === 0) return text;
  pattern ??= compile();
  return text.replace(pattern, MASK);
}

function spellings(value: string): string[] {
  const encoded = encodeURIComponent(value);
  const base64 = Buffer.from(value).toString('base64');
  return [
    value,
    encoded,
    encoded.replaceAll('%20', '+'),
    // A form decoded by somebody who does not know that a plus is a space.
    value.replaceAll(' ', '+'),
    JSON.stringify(value).slice(1, -1),
    base64,
    base64.replace(/=+$/, ''),
    Buffer.from(value).toString('base64url'),
  ];
}

// Longest first, so that a secret inside another does not leave the rest of the longer one readable.
function compile(): RegExp {
  const sorted = [...forms].sort((a, b) => b.length - a.length);
  return new RegExp(sorted.map((form) => form.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|'), 'g');
}
