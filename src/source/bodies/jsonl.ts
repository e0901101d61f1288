// jsonl: each line is a record, and the body the list of them.
import { parseJson } from '../../core/parse-json.ts';
import type { BodyFormat } from './contract.ts';

export const jsonl: BodyFormat = {
  title: 'JSON Lines',
  accept: 'application/x-ndjson, application/jsonl, */*;q=0.1',
  isOpenEnded: true,
  looks: /^\s*\{/,
  parse(text, context) {
    const records: unknown[] = [];
    let number = 0;
    for (const line of linesOf(text)) {
      number += 1;
      if (/^\s*$/.test(line)) continue;
      try {
        records.push(parseJson(line, context));
      } catch (error) {
        throw new SyntaxError(`line ${number}: ${(error as Error).message}`);
      }
    }
    const [only] = records;
    if (records.length === 1 && Array.isArray(only)) throw new SyntaxError('the body is one list');
    return records;
  },
};

// One after the other: all at once they would be held beside the text.
function* linesOf(text: string): Generator<string, void, undefined> {
  for (let from = 0; from < text.length; ) {
    const end = text.indexOf('\n', from);
    yield text.slice(from, end === -1 ? undefined : end);
    if (end === -1) return;
    from = end + 1;
  }
}
