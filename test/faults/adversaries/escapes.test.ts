// What a server or a file puts into texts that are printed: no control reaches the terminal, whatever prints it.
import { describe, expect, test } from 'vitest';
import { sequence } from '../../helpers/sequence.ts';

const BELL = '\u001b]0;PWN\u0007';
const LINES = 'one\nerror: forged\r\ntwo\u2028three\u0085';
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202e\u2028\u2029]/;

const bodies: Record<string, object> = {
  'a total': { total: BELL },
  'a total with lines': { total: LINES },
  'a message': { success: false, error: `${BELL}${LINES}`, data: [] },
  'errors beside data': { errors: [{ message: `${BELL}${LINES}` }], data: null },
  'a cursor': { next_cursor: `${BELL}x` },
  'a link': { next: `https://evil.example/${BELL}` },
};
const paginators = [
  { type: 'offset', limit: 2, total_path: 'total' },
  { type: 'cursor', cursor_path: 'next' },
  { type: 'auto' },
];

describe('escapes of the server in reports', () => {
  test.each(Object.keys(bodies))('%s', async (name) => {
    const runs = await sequence();
    for (const paginator of paginators) {
      for (const words of [['-v'], ['-v', '--log-format', 'json']]) {
        const ran = await runs.run({
          listener: (_, response) => {
            response.writeHead(200, { 'content-type': 'application/json' });
            response.end(JSON.stringify({ data: [{ id: 1 }], ...bodies[name] }));
          },
          endpoint: { paginator },
          words: [...words, '--limit', '3'],
        });
        expect(ran.code).not.toBe(1);
        expect(ran.stderr).not.toMatch(CONTROL);
        expect(ran.stderr).not.toMatch(/^error: forged/m);
      }
    }
  });

  test.each(['check', 'infer', 'preview'])('names of fields, by %s', async (command) => {
    const runs = await sequence();
    const records = [{ [`${BELL}a`]: 1, [`b${LINES}`]: BELL, '\u202egnp': 2 }];
    const ran = await runs.run({ command, records, words: command === 'check' ? [] : ['things'] });
    expect(ran.code).not.toBe(1);
    expect(`${ran.stdout}${ran.stderr}`).not.toMatch(CONTROL);
  });

  test.each(['run', 'check', 'list'])('names of resources, by %s', async (command) => {
    const runs = await sequence();
    const resources = [`x${BELL}`, `y${LINES}`, '\u202ez'].map((name) => ({
      name,
      endpoint: { path: '/things', data_selector: 'data' },
    }));
    const ran = await runs.run({ command, records: [{ id: 1 }], resources });
    expect(ran.code).not.toBe(1);
    expect(`${ran.stdout}${ran.stderr}`).not.toMatch(CONTROL);
    expect(`${ran.stdout}${ran.stderr}`).not.toMatch(/^error: forged/m);
  });
});
