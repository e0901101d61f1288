// Why there was no answer, told by the error code of the socket or of undici.
import type { Failed, Retry } from './verdict.ts';

const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_(?:VERIFY|GET_ISSUER)|ERR_TLS|HOSTNAME_MISMATCH/;

const TIMEOUTS: Readonly<Record<string, string>> = {
  UND_ERR_CONNECT_TIMEOUT: 'no connection within timeout.connect',
  UND_ERR_HEADERS_TIMEOUT: 'no answer within timeout.headers',
  UND_ERR_BODY_TIMEOUT: 'the body stalled longer than timeout.idle',
};

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ENOTFOUND: 'unknown host',
  EAI_AGAIN: 'the host name could not be looked up',
  ECONNRESET: 'connection reset',
  UND_ERR_SOCKET: 'the connection was closed before the answer was complete',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'the body is shorter than its Content-Length',
};

/** The verdict on a failure of the transport. */
export function transportFault(error: unknown): Retry | Failed {
  const code = codeOf(error);
  if (CERTIFICATE.test(code)) {
    return {
      kind: 'failed',
      reason: `the server's certificate was not accepted (${code})`,
      hint: 'check base_url, the clock of this machine, and NODE_EXTRA_CA_CERTS for a private authority',
    };
  }
  if (code === 'UND_ERR_HEADERS_OVERFLOW') {
    return {
      kind: 'failed',
      reason: 'the headers of the answer are larger than client.max_header_bytes',
      hint: 'raise client.max_header_bytes',
    };
  }
  const timeout = TIMEOUTS[code];
  if (timeout !== undefined) return { kind: 'retry', reason: timeout, strain: 'overload' };
  return { kind: 'retry', reason: REASONS[code] ?? `connection failed (${code})` };
}

// undici wraps what the socket said, and several addresses of one host give an AggregateError.
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const own = (error as NodeJS.ErrnoException).code;
  if (own !== undefined && own !== 'UND_ERR_SOCKET') return own;
  const inner = error instanceof AggregateError ? error.errors[0] : error.cause;
  return inner instanceof Error && 'code' in inner ? codeOf(inner) : (own ?? error.name);
}
