// Private keys: how they may be written, and by which algorithms each kind signs.
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { ALGORITHMS, readPrivateKey } from '../../../../src/source/auth/oauth2/private-key.ts';

const keys = {
  rsa: generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey,
  p256: generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).privateKey,
  p384: generateKeyPairSync('ec', { namedCurve: 'secp384r1' }).privateKey,
  p521: generateKeyPairSync('ec', { namedCurve: 'secp521r1' }).privateKey,
  ed25519: generateKeyPairSync('ed25519').privateKey,
};
const pemOf = (key: KeyObject) => key.export({ type: 'pkcs8', format: 'pem' }).toString();

describe('each kind', () => {
  test.each([
    ['rsa', 'RS256', ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512']],
    ['p256', 'ES256', ['ES256']],
    ['p384', 'ES384', ['ES384']],
    ['p521', 'ES512', ['ES512']],
    ['ed25519', 'EdDSA', ['EdDSA']],
  ] as const)('%s signs by %s, and by no algorithm of another kind', (kind, first, known) => {
    const pem = pemOf(keys[kind]);
    expect(readPrivateKey(pem, undefined, undefined)).toMatchObject({ algorithm: first });
    for (const algorithm of ALGORITHMS) {
      const isKnown = (known as readonly string[]).includes(algorithm);
      const read = readPrivateKey(pem, undefined, algorithm);
      expect(read).toMatchObject(
        isKnown ? { algorithm } : { at: 'algorithm', fault: expect.stringContaining(known.join(', ')) },
      );
    }
  });
});

describe('as it may be written', () => {
  const pem = pemOf(keys.ed25519);

  test.each([
    ['with lines', pem],
    ['with \\n between them', pem.replaceAll('\n', '\\n')],
    ['with \\r\\n between them', pem.replaceAll('\n', '\\r\\n')],
    ['as an older kind of PEM', keys.p256.export({ type: 'sec1', format: 'pem' }).toString()],
  ])('%s', (_name, text) => {
    expect(readPrivateKey(text, undefined, undefined)).toHaveProperty('key');
  });

  test('behind a passphrase, which is needed then', () => {
    const locked = keys.ed25519
      .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'open' })
      .toString();
    expect(readPrivateKey(locked, 'open', undefined)).toMatchObject({ algorithm: 'EdDSA' });
    for (const passphrase of ['shut', undefined])
      expect(readPrivateKey(locked, passphrase, undefined)).toEqual({
        at: 'private_key',
        fault: 'is encrypted, and private_key_passphrase does not open it',
      });
  });
});
