// A request on its way out: plain data, changed by copying.
import { ConfigError } from '../../core/errors.ts';

export interface OutgoingRequest {
  readonly method: string;
  readonly url: URL;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  /** What led to this address, for a refusal; default: the path of the endpoint. */
  readonly via?: string | undefined;
}

export function withHeader(request: OutgoingRequest, name: string, value: string): OutgoingRequest {
  return { ...request, headers: { ...request.headers, [name.toLowerCase()]: value } };
}

export function withQuery(request: OutgoingRequest, name: string, value: string): OutgoingRequest {
  const url = new URL(request.url);
  url.searchParams.set(name, value);
  return { ...request, url };
}

/** Address without query and credentials, fit for messages. */
export function addressOf(url: URL): string {
  return `${url.origin}${url.pathname}`;
}

/**
 * Checks what HTTP can carry, before a library drops or refuses a character of it.
 * @throws ConfigError that names the header
 */
export function checkHeaders(headers: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(headers)) {
    if (!/^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/.test(name)) {
      throw new ConfigError(`the header name ${JSON.stringify(name)} cannot be sent by HTTP`, {
        hint: 'correct it under headers, or in the name of client.auth',
      });
    }
    const bad = /[^\t\u0020-\u007e\u0080-\u00ff]/u.exec(value)?.[0];
    if (bad === undefined) continue;
    const what =
      bad === '\n' || bad === '\r'
        ? 'a line feed'
        : `the character U+${codePoint(bad)}, which HTTP cannot carry`;
    throw new ConfigError(`the value of the header "${name}" holds ${what}`, {
      hint: 'correct the value, or the variable or file that its secret comes from',
    });
  }
}

function codePoint(character: string): string {
  return (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
}
