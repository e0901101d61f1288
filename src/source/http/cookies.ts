// Cookies as a browser keeps them, but a jar for each origin: none goes anywhere else.
import type { CookieJar } from 'tough-cookie';
import { latestSecrets } from '../../core/mask.ts';
import { type OutgoingRequest, withHeader } from './request.ts';
import type { Transport } from './transport.ts';

/** A transport that sends back what earlier answers set. */
export function withCookieJars(transport: Transport): Transport {
  const jars = new Map<string, CookieJar>();
  const registers = new Map<string, (value: string) => void>();

  const keep = async (url: URL, lines: readonly string[]) => {
    const { Cookie, CookieJar } = await import('tough-cookie');
    const jar = jars.get(url.origin) ?? new CookieJar(undefined, { rejectPublicSuffixes: false });
    jars.set(url.origin, jar);
    for (const line of lines) {
      const cookie = Cookie.parse(line);
      if (cookie === undefined) continue;
      const name = `${url.origin} ${cookie.key}`;
      const register = registers.get(name) ?? latestSecrets();
      registers.set(name, register);
      register(cookie.value);
      // One that its origin may not set is left out, as a browser would.
      jar.setCookieSync(cookie, url.href, { ignoreError: true });
    }
  };

  return {
    ...transport,
    async exchange(request, signal, isStreamed) {
      const kept = jars.get(request.url.origin)?.getCookieStringSync(request.url.href) ?? '';
      const sent = kept === '' ? request : withKept(request, kept);
      const answer = await transport.exchange(sent, signal, isStreamed);
      const set = answer.headers['set-cookie'];
      if (set !== undefined) await keep(request.url, set.split('\n'));
      return answer;
    },
  };
}

/** What the server set last goes before a cookie of the same name that the pipeline sends. */
function withKept(request: OutgoingRequest, kept: string): OutgoingRequest {
  const nameOf = (pair: string) => pair.split('=', 1)[0];
  const pairs = (header: string) => header.split(/;\s*/).filter((pair) => pair !== '');
  const names = new Set(pairs(kept).map(nameOf));
  const own = pairs(request.headers.cookie ?? '').filter((pair) => !names.has(nameOf(pair)));
  return withHeader(request, 'cookie', [...own, kept].join('; '));
}
