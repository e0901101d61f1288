// jsonl: each line is a record, and the body the list of them.
import { parseJson } from '../../core/parse-json.ts';
import { Fault } from '../http/verdict.ts';
import { type BodyFormat, listsOf, type ParseContext } from './contract.ts';

// Longer than any record; JSON that is no lines has one of any length.
const LONGEST_LINE = 64 * 1024 * 1024;

export const jsonl: BodyFormat = {
  title: 'JSON Lines',
  accept: 'application/x-ndjson, application/jsonl, */*;q=0.1',
  isOpenEnded: true,
  looks: /^\s*\{/,
  lists: (context) => (text) => listsOf(recordsOf(text, context)),
  parse(text, context) {
    const records: unknown[] = [];
    let number = 0;
    for (const line of linesOf(text)) {
      number += 1;
      if (!isBlank(line)) records.push(parseLine(line, number, context));
    }
    const [only] = records;
    if (records.length === 1 && Array.isArray(only)) throw new SyntaxError('the body is one list');
    return records;
  },
};

function parseLine(line: string, number: number, context: ParseContext): unknown {
  try {
    return parseJson(line, context);
  } catch (error) {
    throw new SyntaxError(`line ${number}: ${(error as Error).message}`);
  }
}

function isBlank(line: string): boolean {
  return !/\S/.test(line);
}

// One after the other: all at once they would be held beside the text.
function* linesOf(text: string): Generator<string, void, undefined> {
  for (let from = 0; from < text.length; ) {
    const end = text.indexOf('\n', from);
    yield text.slice(from, end === -1 ? undefined : end);
    if (end === -1) return;
    from = end + 1;
  }
}

async function* recordsOf(text: AsyncIterable<string>, context: ParseContext) {
  let number = 0;
  let begun: string[] = [];
  let length = 0;
  for await (const chunk of text) {
    const end = chunk.lastIndexOf('\n');
    begun.push(end === -1 ? chunk : chunk.slice(0, end));
    length += chunk.length;
    if (end === -1) {
      if (length > LONGEST_LINE) throw tooLong(number + 1);
      continue;
    }
    // All whole lines at once, so that each chunk is joined once.
    for (const line of linesOf(begun.join(''))) {
      number += 1;
      if (!isBlank(line)) yield parseLine(line, number, context);
    }
    begun = [chunk.slice(end + 1)];
    length = chunk.length - end - 1;
  }
  const last = begun.join('');
  if (!isBlank(last)) yield parseLine(last, number + 1, context);
}

function tooLong(number: number): Fault {
  const reason = `line ${number} of the body is longer than ${LONGEST_LINE} characters`;
  return new Fault({ kind: 'failed', reason, hint: 'this is not JSON Lines; check response_format' });
}
