import fc from 'fast-check';
import { expect, test } from 'vitest';
import { linesOf } from '../../src/core/lines.ts';

async function linesIn(...chunks: Uint8Array[]): Promise<string[]> {
  const source = (async function* () {
    yield* chunks;
  })();
  const lines: string[] = [];
  for await (const line of linesOf(source)) lines.push(line);
  return lines;
}

test('only a line feed ends a line', async () => {
  const text = 'a\u2028b\u2029c\rd\u0085e\vf\fg\n\ufeffnext\n\nlast';
  expect(await linesIn(Buffer.from(text))).toEqual(text.split('\n'));
});

test('nothing has no line, and a line feed at the end begins none', async () => {
  expect(await linesIn()).toEqual([]);
  expect(await linesIn(Buffer.from(''))).toEqual([]);
  expect(await linesIn(Buffer.from('a\n'))).toEqual(['a']);
  expect(await linesIn(Buffer.from('\n'))).toEqual(['']);
});

test('law: lines are the same however the bytes are cut', async () => {
  const text = fc.string({ unit: fc.constantFrom('\n', 'é', '🙂', '\u2028', 'a', '\r') });
  await fc.assert(
    fc.asyncProperty(text, fc.integer({ min: 1, max: 7 }), async (text, size) => {
      const bytes = Buffer.from(text);
      const chunks = [];
      for (let at = 0; at < bytes.length; at += size) chunks.push(bytes.subarray(at, at + size));
      expect(await linesIn(...chunks)).toEqual(await linesIn(bytes));
    }),
  );
});
