// A state goes out as bookmarks and comes back the same, digit by digit; what is no state is refused.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { toJsonText } from '../../../src/core/json.ts';
import { parseState, stateText } from '../../../src/run/state-text.ts';
import { readBookmarks, toBookmarks } from '../../../src/sinks/singer/bookmarks.ts';
import { temporaryDirectory } from '../../helpers/temporary.ts';

async function fileOf(text: string): Promise<string> {
  const file = path.join(await temporaryDirectory(), 'state.json');
  writeFileSync(file, text);
  return file;
}

test('there and back', async () => {
  const state = stateText({
    pipeline: 'crm',
    resources: new Map([
      ['contacts', { of: undefined, partitions: new Map([['', { value: 12345678901234567890n }]]) }],
      ['notes', { of: undefined, partitions: new Map([['company=1', { value: '2024-01-01' }]]) }],
    ]),
  });
  const value = toBookmarks(state);
  expect(value).toMatchObject({ version: 1, pipeline: 'crm', bookmarks: { notes: {} } });
  const back = await readBookmarks(await fileOf(toJsonText(value)));
  expect(back).toBeDefined();
  expect(parseState(back ?? '', 'the state')).toEqual(parseState(state, 'the state'));
});

test('an empty object is no state yet', async () => {
  expect(await readBookmarks(await fileOf('{}\n'))).toBeUndefined();
});

test.each([
  ['an empty file', '\n', /is empty/],
  ['a state cut in half', '{"bookmarks":{"a":', /is damaged/],
  ['a state of another tap', '{"contacts":"2024"}', /has no bookmarks/],
  ['a list', '[]', /has no bookmarks/],
])('%s is refused', async (_name, text, message) => {
  await expect(readBookmarks(await fileOf(text))).rejects.toMatchObject({ exitCode: 8, message });
  await expect(readBookmarks('/nowhere/state.json')).rejects.toMatchObject({
    exitCode: 8,
    message: expect.stringMatching(/is not there/),
  });
});
