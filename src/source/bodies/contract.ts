// What a format of answers is: a text to the value that the data selector walks.

export interface ParseContext {
  /** Told of a key that stands twice in one object. */
  readonly onRepeatedKey?: ((key: string) => void) | undefined;
}

export interface BodyFormat {
  /** In messages. */
  readonly title: string;
  /** The Accept header where the pipeline gives none. */
  readonly accept: string;
  /** True where a body of nothing, or one that was cut at the end of a line, is a body like any other. */
  readonly isOpenEnded: boolean;
  /** How its texts begin: one that does so and breaks off was cut, whatever the server declares. */
  readonly looks: RegExp;
  /** The charset that a body names within itself. */
  charset?(head: string): string | undefined;
  /**
   * Reads a text as it comes, for bodies of lines or rows; gives what `parse` would, in lists of a thousand.
   * @returns a function that may be called again for the same text, and then knows what it saw before
   */
  lists?(context: ParseContext): (text: AsyncIterable<string>) => AsyncGenerator<unknown[], void, undefined>;
  /**
   * Parses a text that holds more than blanks.
   * @throws SyntaxError where it is cut short, or of another format; Fault for what no other attempt mends
   */
  parse(text: string, context: ParseContext): unknown;
}

/** Records of a long body that are held at once. */
export const RECORDS_HELD = 1000;

/** Gathers records to lists. */
export async function* listsOf(records: AsyncIterable<unknown>): AsyncGenerator<unknown[], void, undefined> {
  let list: unknown[] = [];
  for await (const record of records) {
    list.push(record);
    if (list.length < RECORDS_HELD) continue;
    yield list;
    list = [];
  }
  if (list.length > 0) yield list;
}
