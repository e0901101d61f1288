// A value for any secret of an example: what it is checked for, it is.
import { generateKeyPairSync } from 'node:crypto';

const { privateKey } = generateKeyPairSync('ed25519');

export function valueOfSecret(name: string): string {
  if (name.toLowerCase() !== 'private_key') return `value-of-${name}`;
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}
