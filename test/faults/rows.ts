// The rows of the fault table: what goes wrong, and what penstock does then. A test belongs to a row by a title, its own
// or that of a group around it, that begins with the row's `fault`.

interface Declared {
  readonly fault: string;
  /** What the table adds to these words. */
  readonly such?: string;
  readonly does: string;
  /**
   * Left out for the rivals: a plain loop was not asked to mind it (a page size of its own, renaming, keys), or its exit
   * code tells nothing of it (what its last error says, what a terminal would show).
   */
  readonly isOwnTerms?: true;
}

const groups = {
  'Transport and body': [
    { fault: 'body shorter than its Content-Length', does: 'asks for the page again' },
    { fault: 'chunked body without its last chunk', does: 'asks for the page again' },
    { fault: 'body cut short, ended by the connection', does: 'asks for the page again' },
    { fault: 'compressed body cut in half', does: 'asks for the page again' },
    { fault: 'compression bomb', does: 'stops at `max_response_bytes`, exit 4' },
    { fault: 'connection reset', does: 'asks for the page again' },
    { fault: 'one byte a second', does: 'idle and total deadlines, then again' },
    { fault: 'accepted, never answered', does: 'headers deadline, then again' },
    {
      fault: 'host that cannot be reached',
      such: 'refused, unknown, bad certificate',
      does: 'retries, exit 5; certificate: exit 4 at once',
    },
    { fault: 'kept-alive connection that died meanwhile', does: 'one new connection, unsaid' },
    { fault: 'proxy variables', does: 'used, never for loopback' },
  ],
  'Status and content': [
    { fault: '204 in a chain', does: 'no records, or exit 4 where more was promised' },
    { fault: 'HTML with 200', does: 'exit 4, shows how it begins' },
    { fault: 'invalid JSON with 200', does: 'retries, exit 5' },
    { fault: 'error body with 200', does: '`response_actions`, else exit 4' },
    { fault: 'selector matches nothing', does: 'exit 4' },
    { fault: 'odd bytes', such: 'byte order mark, invalid UTF-8', does: 'dropped; exit 4, nothing replaced' },
    { fault: '403 on one of many resources', does: 'that one fails, exit 6' },
    { fault: 'failing status', does: '408, 429, 5xx: retries; other 4xx: exit 4 at once' },
    { fault: 'redirects', does: 'at most 5, never to another origin with credentials' },
  ],
  'Retry and rate': [
    { fault: 'Retry-After of any kind', does: 'waits, or exit 5 with the time to come back' },
    { fault: 'endless 429', does: '`total_budget`, exit 5' },
    { fault: '429 for many requests at once', does: 'one shared pause' },
    { fault: 'what the last error says', does: 'attempts, statuses, waits', isOwnTerms: true },
  ],
  Authentication: [
    { fault: 'token ends in mid-run', does: 'one refresh, the page again' },
    { fault: '401 for many requests at once', does: 'one refresh' },
    { fault: 'refresh token rotates', does: 'stored before use, shared under a lock' },
    { fault: 'invalid_grant', does: 'exit 3 at once' },
    { fault: 'odd expires_in', such: 'missing, 0, a text', does: 'default lifetime' },
    { fault: '401 for a missing scope', does: 'one refresh, exit 3' },
  ],
  Pagination: [
    { fault: 'the same cursor again', such: 'and cycles', does: 'exit 4: no progress' },
    { fault: 'new cursors, the same page', does: 'exit 4 after a few' },
    { fault: 'always more, always empty', does: 'exit 4 after a few' },
    { fault: 'odd cursor', such: '`""`, null, missing, 0, false', does: 'the end; odd ones with a warning' },
    { fault: 'short page in the middle', does: 'goes on' },
    { fault: 'server caps the page size', does: 'goes on by what came', isOwnTerms: true },
    { fault: 'odd total', such: 'wrong, changing, no number', does: 'every record; the report says so' },
    { fault: 'records come and go while paging', does: 'each once, repeats counted' },
    { fault: 'last page served for ever', does: 'exit 4: no progress' },
    { fault: 'more, but no cursor', does: 'exit 4' },
    { fault: 'next link to another host', does: 'refused, exit 4', isOwnTerms: true },
    { fault: 'relative next link', does: 'resolved' },
    { fault: 'maximum_page while there is more', does: 'says limited, not complete', isOwnTerms: true },
  ],
  Data: [
    { fault: 'integers beyond 2^53', does: 'every digit, in every format and key' },
    { fault: 'NaN, Infinity, 1e400', does: 'exit 5, never a silent null' },
    { fault: 'keys of prototypes', such: '`__proto__`, `constructor`', does: 'data like any other' },
    { fault: 'huge values', such: 'nesting of 100,000, a string of 50 MB', does: 'exit 5; written whole' },
    { fault: 'names that collide after renaming', does: 'exit 4', isOwnTerms: true },
    { fault: 'a field changes its type', does: 'by contract; one schema per file' },
    { fault: 'odd key', such: 'missing, null, an object', does: 'reject', isOwnTerms: true },
    { fault: 'odd dates', does: 'by contract: reject, null or fail' },
    { fault: 'no records at all', does: 'valid empty files with their columns' },
    { fault: 'odd texts', such: 'emoji, NUL, CR/LF, U+2028, surrogates', does: 'survive in every format' },
  ],
  'Output and process': [
    {
      fault: 'disk full',
      such: 'on open, write, flush, close, rename',
      does: 'exit 7, earlier files as they were',
    },
    { fault: '| head', does: 'exit 0, requests stop at once' },
    { fault: 'slow reader', does: 'requests wait, memory flat' },
    { fault: 'kill -9', does: 'no torn file, the next run goes well' },
    { fault: 'SIGINT, SIGTERM', does: 'cleans up, 130 / 143' },
    { fault: 'two runs into one directory', does: 'the second is refused, exit 8' },
    { fault: 'dangerous names', such: '`../../x`, `CON`', does: 'encoded, never outside the directory' },
    { fault: 'CSV quoting', does: 'RFC 4180; `--csv-safe`' },
    { fault: 'secrets', such: 'in messages, logs, files, errors', does: 'masked everywhere' },
    { fault: 'terminal escapes in server text', does: 'never printed raw', isOwnTerms: true },
    { fault: 'unhandled rejection, out of memory', does: 'non-zero, nothing put in place' },
  ],
  'Quietly short': [
    { fault: 'mistyped path of a paginator', does: 'exit 4 with the keys that look like it' },
    {
      fault: 'no paginator on an API that pages',
      does: 'followed where unambiguous, else exit 4 with one to paste',
    },
    { fault: 'blank answer with 200', does: 'retries, exit 5; the earlier file stays' },
    { fault: '202, not ready yet', does: 'retries, exit 5' },
    { fault: 'empty page before the end', does: 'goes on' },
    { fault: 'fewer records than stated', does: 'asks the tail once more, exit 4' },
    {
      fault: 'errors beside data',
      such: 'GraphQL, `success: false`',
      does: 'exit 4 with the server’s words',
    },
    { fault: 'an object without keys for a list', does: 'no record' },
    { fault: 'placeholder that nothing fills', does: 'exit 2, nothing requested', isOwnTerms: true },
    {
      fault: 'rejected records',
      does: 'exit 6, or as allowed; all of them: failed, the earlier snapshot stays',
    },
    { fault: 'ignored first page', does: 'said, also under `-q`', isOwnTerms: true },
    { fault: 'several response_actions', does: 'each is asked', isOwnTerms: true },
    {
      fault: 'merge or append onto something else',
      such: 'another key, other columns',
      does: 'refused, or kept',
    },
    { fault: '--limit into a complete snapshot', does: 'refused unless forced' },
    { fault: 'numbers a double cannot hold', does: 'every digit' },
    { fault: 'a key twice in one object', does: 'said', isOwnTerms: true },
    { fault: 'equal keys, different records', does: 'counted apart and said', isOwnTerms: true },
    { fault: 'columns that differ in letter case', does: 'warning', isOwnTerms: true },
  ],
  'False failures': [
    { fault: 'nothing under a wildcard', does: 'an empty page', isOwnTerms: true },
    { fault: '404 behind the last page', does: 'the end' },
    {
      fault: 'odd but harmless answers',
      such: 'Content-Length twice, large headers, charsets',
      does: 'read',
    },
    { fault: 'token shorter-lived than a wait', does: 'signed when sent' },
    { fault: 'numeric cursor or partition', does: 'keeps its type', isOwnTerms: true },
    { fault: 'gateway errors, 429 without a time', does: 'retried; `rate_limit_budget`' },
  ],
  Misleading: [
    { fault: 'header that HTTP cannot carry', does: 'exit 2, names it', isOwnTerms: true },
    {
      fault: 'answer in another format',
      such: 'CSV, JSON Lines, XML, JSONP',
      does: 'exit 4 at once, names it',
    },
    { fault: 'wrong date pattern', does: 'exit 2', isOwnTerms: true },
    { fault: 'check where run would fail', does: 'fails too' },
    { fault: 'dlt word that is not supported', does: 'says so, and what instead', isOwnTerms: true },
  ],
  Adversaries: [
    { fault: 'a second run beside one that writes', does: 'touches nothing; the first’s files are whole' },
    { fault: 'owner of a lock stopped or dead', does: 'one run holds it, or ends' },
    { fault: 'merge that would lose records', such: '`--limit`, another key', does: 'kept, or refused' },
    { fault: 'scalar where records belong', does: 'exit 4, nothing replaced' },
    { fault: 'secrets in other spellings', does: 'masked' },
    { fault: 'two outputs that are one file', does: 'exit 2' },
    { fault: 'odd names and texts through merges', does: 'the same after each' },
    {
      fault: 'JSONPath at its limits',
      does: 'the same shape on every page; can be interrupted',
      isOwnTerms: true,
    },
    { fault: 'wide and sparse records to Parquet', does: 'memory bounded' },
    { fault: 'escapes of the server in reports', does: 'never printed raw' },
    { fault: 'absurd values and surroundings', does: 'never exit 1' },
    { fault: 'durations beyond a timer', does: 'as written' },
    { fault: 'planted links and manifests', does: 'refused, never followed' },
    { fault: '--env-file, which Node reads too', does: 'ours alone' },
    { fault: 'kill between two renames', does: 'the old files are visible' },
    { fault: 'resource names that differ in letter case', does: 'distinct files' },
    { fault: 'token lock left by a kill', does: 'seconds' },
  ],
} as const satisfies Record<string, readonly Declared[]>;

/** The words of a row. */
export type Fault = (typeof groups)[keyof typeof groups][number]['fault'];

export interface Row extends Declared {
  readonly fault: Fault;
  readonly group: string;
}

/** All rows in order. */
export const rows: readonly Row[] = Object.entries(groups).flatMap(([group, own]) =>
  own.map((row: Omit<Row, 'group'>): Row => ({ ...row, group })),
);

/** The row that a title belongs to: the one with most words that the title begins with. */
export function rowOf(title: string): Row | undefined {
  return rows
    .filter(({ fault }) => title.startsWith(fault))
    .sort((one, other) => other.fault.length - one.fault.length)[0];
}
