// Rejected records: how many a run may have, and what becomes of the earlier snapshot.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { extract } from '../helpers/extract.ts';
import { json } from '../helpers/serve.ts';
import { temporaryDirectory } from '../helpers/temporary.ts';

const resource = { columns: { id: { data_type: 'bigint' } } };
const answer = (...ids: unknown[]) => ({ data: ids.map((id) => ({ id })) });

async function run(body: unknown, words: readonly string[]) {
  return extract((_, response) => json(response, body), { resource, words: [...words] });
}

describe('--max-rejects', () => {
  test.each([
    [[], 6],
    [['--max-rejects', '0'], 6],
    [['--max-rejects', '1'], 6],
    [['--max-rejects', '2'], 0],
    [['--max-rejects', '49%'], 6],
    [['--max-rejects', '50%'], 0],
  ])('two of four rejected, %j: exit %i, and the good records are there', async (words, code) => {
    const out = path.join(await temporaryDirectory(), 'out');
    const outcome = await run(answer(1, 'x', 2, 'y'), ['-o', out, ...words]);
    expect(outcome.code, outcome.stderr).toBe(code);
    expect(readFileSync(path.join(out, 'things/part-00000.ndjson'), 'utf8')).toBe('{"id":1}\n{"id":2}\n');
    if (code === 6) expect(outcome.stderr).toMatch(/error: things: 2 records were rejected, of 4/);
  });

  test('-q hides nothing of it', async () => {
    const out = path.join(await temporaryDirectory(), 'out');
    const outcome = await run(answer(1, 'x'), ['-q', '-o', out]);
    expect(outcome).toMatchObject({ code: 6, stderr: expect.stringMatching(/one record was rejected/) });
  });

  test.each(['-1', 'x', '101%', '1.5', '', '5 %'])('%j is refused', async (value) => {
    expect(await run(answer(1), [`--max-rejects=${value}`])).toMatchObject({ code: 2, stdout: '' });
  });
});

describe('every record rejected', () => {
  test.each(['', '--max-rejects=100%'])('is a failure %s, and the earlier snapshot stays', async (more) => {
    const out = path.join(await temporaryDirectory(), 'out');
    const words = ['-o', out, ...(more === '' ? [] : [more])];
    expect((await run(answer(1, 2), words)).code).toBe(0);
    const outcome = await run(answer('x', 'y'), words);
    expect(outcome.code, outcome.stderr).toBe(4);
    expect(outcome.stderr).toMatch(/all 2 records were rejected: column "id": "x" cannot be bigint/);
    expect(readFileSync(path.join(out, 'things/part-00000.ndjson'), 'utf8')).toBe('{"id":1}\n{"id":2}\n');
  });

  test('a single file stays too', async () => {
    const file = path.join(await temporaryDirectory(), 'things.ndjson');
    expect((await run(answer(1), ['-o', file])).code).toBe(0);
    const rejects = path.join(path.dirname(file), 'rejects.ndjson');
    expect((await run(answer('x'), ['-o', file, '--rejects', rejects])).code).toBe(4);
    expect(readFileSync(file, 'utf8')).toBe('{"id":1}\n');
  });

  test('a key that no record has', async () => {
    const out = path.join(await temporaryDirectory(), 'out');
    const outcome = await extract((_, response) => json(response, answer(1, 2)), {
      resource: { primary_key: 'uuid' },
      words: ['-o', out],
    });
    expect(outcome).toMatchObject({ code: 4, stderr: expect.stringMatching(/primary_key column "uuid"/) });
    expect(existsSync(path.join(out, 'things'))).toBe(false);
  });

  test('--force replaces it', async () => {
    const out = path.join(await temporaryDirectory(), 'out');
    await run(answer(1, 2), ['-o', out]);
    expect((await run(answer('x'), ['-o', out, '--force'])).code).toBe(6);
    expect(readFileSync(path.join(out, 'things/part-00000.ndjson'), 'utf8')).toBe('');
  });
});
