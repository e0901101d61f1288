// Bytes to lines. A line ends at a line feed and nowhere else: U+2028 and a carriage return are text.

const LINE_FEED = 0x0a;

/** Gives the lines of a UTF-8 stream without their ends; the last one also where no line feed follows it. */
export async function* linesOf(source: AsyncIterable<Uint8Array>): AsyncGenerator<string, void, undefined> {
  // What has come of a line that is not whole yet.
  let begun: Uint8Array[] = [];
  for await (const chunk of source) {
    let from = 0;
    for (let end = chunk.indexOf(LINE_FEED); end !== -1; end = chunk.indexOf(LINE_FEED, from)) {
      begun.push(chunk.subarray(from, end));
      yield textOf(begun);
      begun = [];
      from = end + 1;
    }
    if (from < chunk.length) begun.push(chunk.subarray(from));
  }
  if (begun.length > 0) yield textOf(begun);
}

function textOf(parts: readonly Uint8Array[]): string {
  return Buffer.concat(parts).toString();
}
