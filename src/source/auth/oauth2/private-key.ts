// A private key in PEM, and the algorithms that it can sign by.
import { createPrivateKey, type KeyObject } from 'node:crypto';

const FAMILIES = {
  rsa: ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'],
  'rsa-pss': ['PS256', 'PS384', 'PS512'],
  prime256v1: ['ES256'],
  secp384r1: ['ES384'],
  secp521r1: ['ES512'],
  ed25519: ['EdDSA'],
} as const;

type Algorithm = (typeof FAMILIES)[keyof typeof FAMILIES][number];

/** Every algorithm that a key of some kind can sign by. */
export const ALGORITHMS: readonly [Algorithm, ...Algorithm[]] = [
  ...FAMILIES.rsa,
  ...FAMILIES.prime256v1,
  ...FAMILIES.secp384r1,
  ...FAMILIES.secp521r1,
  ...FAMILIES.ed25519,
];

// What JOSE asks of an RSA key.
const LEAST_RSA_BITS = 2048;

interface SigningKey {
  readonly key: KeyObject;
  readonly algorithm: Algorithm;
}

/**
 * Reads a key; the lines of its PEM may be joined by a literal `\n`, as environment variables have it.
 * @param algorithm default: the first of its kind
 * @returns the key, or what is wrong, with the option that is
 */
export function readPrivateKey(
  pem: string,
  passphrase: string | undefined,
  algorithm: Algorithm | undefined,
): SigningKey | { readonly at: 'private_key' | 'algorithm'; readonly fault: string } {
  let key: KeyObject;
  try {
    const text = pem.replaceAll('\\r', '').replaceAll('\\n', '\n');
    key = createPrivateKey({ key: text, format: 'pem', ...(passphrase === undefined ? {} : { passphrase }) });
  } catch {
    // What the library says may quote the key.
    const fault = /ENCRYPTED/.test(pem)
      ? 'is encrypted, and private_key_passphrase does not open it'
      : 'is no private key in PEM (-----BEGIN PRIVATE KEY-----, with its lines or \\n between them)';
    return { at: 'private_key', fault };
  }
  const kind = key.asymmetricKeyDetails?.namedCurve ?? key.asymmetricKeyType ?? '';
  const known: readonly Algorithm[] = Object.hasOwn(FAMILIES, kind)
    ? FAMILIES[kind as keyof typeof FAMILIES]
    : [];
  const [first] = known;
  if (first === undefined) return { at: 'private_key', fault: `is a key (${kind}) that signs no JWT` };
  const bits = key.asymmetricKeyDetails?.modulusLength ?? LEAST_RSA_BITS;
  if (bits < LEAST_RSA_BITS) {
    return { at: 'private_key', fault: `has ${bits} bits; an RSA key needs ${LEAST_RSA_BITS} or more` };
  }
  if (algorithm !== undefined && !known.includes(algorithm)) {
    return { at: 'algorithm', fault: `is not for this private_key, which signs by ${known.join(', ')}` };
  }
  return { key, algorithm: algorithm ?? first };
}
