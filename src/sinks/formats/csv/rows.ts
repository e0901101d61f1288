// CSV text to rows of cells, as `write.ts` lays them out: RFC 4180, in which an unquoted empty cell is null.
// csv-parse can tell null from the empty text by its `cast` alone, which takes twenty times as long.

export type Row = (string | null)[];

const MOST_ROWS = 500;

/**
 * Gives the rows of a file in lists of bounded length, the header among them.
 * @param bom whether a byte order mark at the start is one, and not the start of the first cell
 * @throws Error from the iteration where the text is no CSV or is cut short
 */
export async function* csvRows(
  source: AsyncIterable<Uint8Array>,
  delimiter: string,
  { bom = false } = {},
): AsyncGenerator<Row[], void, undefined> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: !bom });
  let text = '';
  let chunks: string[] = [];
  let held = 0;
  for await (const chunk of source) {
    const decoded = decoder.decode(chunk, { stream: true });
    chunks.push(decoded);
    held += decoded.length;
    // A row of many chunks is looked at again only when it has doubled.
    if (held < text.length) continue;
    text = [text, ...chunks].join('');
    chunks = [];
    held = 0;
    text = yield* wholeRows(text, delimiter);
  }
  text = yield* wholeRows([text, ...chunks, decoder.decode()].join(''), delimiter);
  if (text !== '') throw new Error('the CSV is cut short: its last line has no end');
}

/** Gives the rows that are there to their end; returns the text behind them. */
function* wholeRows(text: string, delimiter: string): Generator<Row[], string, undefined> {
  const comma = delimiter.charCodeAt(0);
  let rows: Row[] = [];
  let row: Row = [];
  let start = 0;
  for (let at = 0; at < text.length; ) {
    const isQuoted = text.charCodeAt(at) === QUOTE;
    const end = isQuoted ? closingQuote(text, at + 1) + 1 : endOfPlain(text, at, comma);
    const next = text.charCodeAt(end);
    const isLast = next === CARRIAGE_RETURN && text.charCodeAt(end + 1) === LINE_FEED;
    if (end === 0 || end + 1 >= text.length) break;
    if (next !== comma && !isLast) throw new Error(`the CSV has ${JSON.stringify(text[end])} after a cell`);
    row.push(isQuoted ? unquoted(text, at + 1, end - 1) : at === end ? null : text.slice(at, end));
    at = isLast ? end + 2 : end + 1;
    if (!isLast) continue;
    rows.push(row);
    row = [];
    start = at;
    if (rows.length < MOST_ROWS) continue;
    yield rows;
    rows = [];
  }
  if (rows.length > 0) yield rows;
  return text.slice(start);
}

const QUOTE = 0x22;
const CARRIAGE_RETURN = 0x0d;
const LINE_FEED = 0x0a;

/** -1 while it has not come. */
function closingQuote(text: string, from: number): number {
  let at = text.indexOf('"', from);
  while (at !== -1 && text.charCodeAt(at + 1) === QUOTE) at = text.indexOf('"', at + 2);
  return at;
}

function endOfPlain(text: string, from: number, comma: number): number {
  for (let at = from; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === comma || code === CARRIAGE_RETURN) return at;
  }
  return text.length;
}

function unquoted(text: string, from: number, to: number): string {
  const inside = text.slice(from, to);
  return inside.includes('"') ? inside.replaceAll('""', '"') : inside;
}
