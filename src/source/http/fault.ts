// Why one attempt failed, and whether another may do better.

export type FaultKind = 'connection' | 'timeout' | 'body' | 'status' | 'certificate' | 'size' | 'action';

export interface Fault {
  readonly kind: FaultKind;
  readonly isRetryable: boolean;
  readonly message: string;
  /** HTTP status, where an answer came. */
  readonly status?: number | undefined;
  /** What the server asked to be waited, in seconds. */
  readonly retryAfter?: number | undefined;
}

/** Carries a fault through axios, whose own errors hold headers and secrets. */
export class FaultError extends Error {
  readonly fault: Fault;

  constructor(fault: Fault, cause?: unknown) {
    super(fault.message, cause === undefined ? undefined : { cause });
    this.name = 'FaultError';
    this.fault = fault;
  }
}

const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_(?:VERIFY|GET_ISSUER)|ERR_TLS|HOSTNAME_MISMATCH/;

/** A failure of the transport, told by its error code. */
export function transportFault(error: unknown): Fault {
  const code = codeOf(error);
  if (CERTIFICATE.test(code)) {
    return {
      kind: 'certificate',
      isRetryable: false,
      message: `the server's certificate was not accepted (${code})`,
    };
  }
  const timeouts: Record<string, string> = {
    UND_ERR_CONNECT_TIMEOUT: 'no connection within timeout.connect',
    UND_ERR_HEADERS_TIMEOUT: 'no answer within timeout.headers',
    UND_ERR_BODY_TIMEOUT: 'the body stalled longer than timeout.idle',
  };
  const timeout = timeouts[code];
  if (timeout !== undefined) return { kind: 'timeout', isRetryable: true, message: timeout };
  const reasons: Record<string, string> = {
    ECONNREFUSED: 'connection refused',
    ENOTFOUND: 'unknown host',
    EAI_AGAIN: 'the host name could not be looked up',
    ECONNRESET: 'connection reset',
    UND_ERR_SOCKET: 'the connection was closed before the answer was complete',
    UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'the body is shorter than its Content-Length',
  };
  return { kind: 'connection', isRetryable: true, message: reasons[code] ?? `connection failed (${code})` };
}

// undici wraps what the socket said, and several addresses of one host give an AggregateError.
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const own = (error as NodeJS.ErrnoException).code;
  if (own !== undefined && own !== 'UND_ERR_SOCKET') return own;
  const inner = error instanceof AggregateError ? error.errors[0] : error.cause;
  return inner instanceof Error && 'code' in inner ? codeOf(inner) : (own ?? error.name);
}
