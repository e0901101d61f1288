// digest: user name and password, never sent themselves, in answer to the server's challenge (RFC 7616).
import { createHash, randomBytes } from 'node:crypto';
import { z } from 'zod';
import { text } from '../../config/fields.ts';
import { secret } from '../../config/values.ts';
import { AuthError } from '../../core/errors.ts';
import { registerSecret } from '../../core/mask.ts';
import { excerpt } from '../../core/text.ts';
import { withHeader } from '../http/request.ts';
import { declareAuth } from './contract.ts';

interface Challenge {
  readonly realm: string;
  readonly nonce: string;
  readonly opaque: string | undefined;
  /** False for servers of RFC 2069, which know no counter. */
  readonly hasQop: boolean;
  /** As the server spells it; undefined where it names none, which means MD5. */
  readonly algorithm: string | undefined;
  readonly hash: (value: string) => string;
  readonly isSession: boolean;
}

// The strongest first; a server that offers several sends a challenge for each.
const HASHES: Readonly<Record<string, string>> = {
  'sha-512-256': 'sha512-256',
  'sha-256': 'sha256',
  md5: 'md5',
};

export const digest = declareAuth({
  type: 'digest',
  summary: 'Answers the server’s Digest challenge (RFC 7616): SHA-512/256, SHA-256 or MD5, `qop=auth`.',
  options: z.object({
    username: text().describe('the user name'),
    password: z.string().describe('the password; may be empty'),
  }),
  example: { type: 'digest', username: 'reader', password: secret('password') },
  create({ username, password }) {
    registerSecret(password);
    let challenge: Challenge | undefined;
    let count = 0;
    return {
      renewal: 'the challenge was answered',
      apply(request) {
        if (challenge === undefined) return request;
        count += 1;
        const target = `${request.url.pathname}${request.url.search}`;
        const credentials = { username, password, method: request.method, target, count };
        return withHeader(request, 'authorization', answerTo(challenge, credentials));
      },
      answer({ headers }, sent) {
        const found = readChallenge(headers['www-authenticate'] ?? '');
        if (found === undefined) return false;
        // Of many requests that were challenged together the first answer serves all.
        const isOld =
          challenge !== undefined && sent.headers.authorization?.includes(challenge.nonce) !== true;
        if (isOld) return true;
        challenge = found;
        count = 0;
        return true;
      },
    };
  },
});

interface Credentials {
  readonly username: string;
  readonly password: string;
  readonly method: string;
  readonly target: string;
  readonly count: number;
}

function answerTo(challenge: Challenge, { username, password, method, target, count }: Credentials): string {
  const { realm, nonce, opaque, hasQop, algorithm, hash, isSession } = challenge;
  const cnonce = randomBytes(16).toString('hex');
  const nc = count.toString(16).padStart(8, '0');
  const secret = hash(`${username}:${realm}:${password}`);
  const a1 = isSession ? hash(`${secret}:${nonce}:${cnonce}`) : secret;
  const a2 = hash(`${method}:${target}`);
  const response = hash(hasQop ? `${a1}:${nonce}:${nc}:${cnonce}:auth:${a2}` : `${a1}:${nonce}:${a2}`);
  const fields = [
    nameField(username),
    `realm=${quoted(realm)}`,
    `nonce=${quoted(nonce)}`,
    `uri=${quoted(target)}`,
    `response="${response}"`,
    ...(algorithm === undefined ? [] : [`algorithm=${algorithm}`]),
    ...(opaque === undefined ? [] : [`opaque=${quoted(opaque)}`]),
    ...(hasQop ? ['qop=auth', `nc=${nc}`] : []),
    ...(hasQop || isSession ? [`cnonce="${cnonce}"`] : []),
  ];
  return `Digest ${fields.join(', ')}`;
}

// RFC 7616, section 3.4.4: a header's quoted text holds ASCII alone.
function nameField(username: string): string {
  const isPlain = /^[\u0020-\u007e]*$/.test(username);
  return isPlain ? `username=${quoted(username)}` : `username*=UTF-8''${encodeURIComponent(username)}`;
}

function quoted(value: string): string {
  return `"${value.replace(/["\\]/g, '\\$&')}"`;
}

/**
 * The strongest Digest challenge of a `WWW-Authenticate` header, which may hold other schemes too.
 * @throws AuthError when no algorithm or quality of protection of it is known here
 */
function readChallenge(header: string): Challenge | undefined {
  const parameter = /([\w-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))/g;
  const scheme = new RegExp(`(?<=^|[,\\s])Digest\\s+((?:${parameter.source}[,\\s]*)+)`, 'gi');
  const offered = [...header.matchAll(scheme)].map((match) => {
    const fields = [...(match[1] ?? '').matchAll(parameter)];
    return new Map(
      fields.map(([, name = '', text, token]) => [
        name.toLowerCase(),
        text === undefined ? (token ?? '') : text.replace(/\\(.)/g, '$1'),
      ]),
    );
  });
  if (offered.length === 0) return undefined;
  const known = Object.keys(HASHES);
  const [best] = offered
    .filter((fields) => known.includes(nameOf(fields)) && isUsable(fields.get('qop')))
    .sort((a, b) => known.indexOf(nameOf(a)) - known.indexOf(nameOf(b)));
  if (best === undefined) {
    throw new AuthError(`no Digest challenge of the server can be answered: ${excerpt(header)}`, {
      hint: 'penstock answers SHA-512-256, SHA-256 and MD5, each with qop=auth',
    });
  }
  const algorithm = best.get('algorithm');
  const hashName = HASHES[nameOf(best)] ?? 'md5';
  return {
    realm: best.get('realm') ?? '',
    nonce: best.get('nonce') ?? '',
    opaque: best.get('opaque'),
    hasQop: (best.get('qop') ?? '') !== '',
    algorithm,
    hash: (value) => createHash(hashName).update(value).digest('hex'),
    isSession: /-sess$/i.test(algorithm ?? ''),
  };
}

function nameOf(fields: ReadonlyMap<string, string>): string {
  return (fields.get('algorithm') ?? 'md5').toLowerCase().replace(/-sess$/, '');
}

function isUsable(qop: string | undefined): boolean {
  return qop === undefined || qop === '' || qop.split(',').some((one) => one.trim().toLowerCase() === 'auth');
}
