// Bodies of lines and rows that are too long for memory.
import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { gzipSync } from 'node:zlib';
import { expect, onTestFinished, test } from 'vitest';
import { type ExtractOptions, extract } from '../../helpers/extract.ts';
import { queryOf } from '../../helpers/serve.ts';

// Over more than one list. Compressed, texts that do not repeat are longer than what is held at once; plain, it takes
// PLAIN records of them.
const COUNT = 3500;
const PLAIN = 100_500;
const fillerOf = (id: number) => createHash('sha256').update(String(id)).digest('hex');
const ids = (from = 0, count = COUNT) => Array.from({ length: count }, (_, i) => from + i);
const lines = (all: readonly number[]) => all.map((id) => `{"id":${id},"text":"${fillerOf(id)}"}\n`).join('');
const rows = (all: readonly number[]) => `id,text\n${all.map((id) => `${id},${fillerOf(id)}\n`).join('')}`;

function read(
  format: string,
  bodies: readonly (string | Buffer)[],
  headers = {},
  options: ExtractOptions = {},
  isPlain = false,
) {
  let asked = 0;
  return extract(
    (_, response) => {
      const body = bodies[Math.min(asked, bodies.length - 1)] ?? '';
      asked += 1;
      response.writeHead(200, headers).end(isPlain ? body : packed(body));
    },
    {
      client: {
        response_format: format,
        // A body that is kept whole would fail.
        max_response_bytes: isPlain ? 9 * 1024 * 1024 : 200 * 1024,
        retry: { initial_wait: 0.001, max_retries: 2 },
      },
      endpoint: { data_selector: undefined },
      ...options,
    },
  );
}

// Some of the bodies are compressed already, or cut so.
const packed = (body: string | Buffer) =>
  Buffer.isBuffer(body) && body[0] === 0x1f ? body : gzipSync(body, { level: 1 });

const idsOf = (records: readonly Record<string, unknown>[]) => records.map(({ id }) => Number(id));

test.each([
  ['jsonl', lines(ids()), {}],
  ['jsonl', lines(ids()), { 'content-encoding': 'gzip' }],
  ['csv', rows(ids()), {}],
  ['csv', rows(ids()).replaceAll('\n', '\r\n').trimEnd(), {}],
] as const)('%s comes whole and in order', async (format, body, headers) => {
  const outcome = await read(format, [body], headers, { words: ['-v'] });
  expect(outcome.code, outcome.stderr).toBe(0);
  expect(idsOf(outcome.records)).toEqual(ids());
  expect(outcome.stderr).toMatch(/things +complete +1 +\d/);
  expect(outcome.requests).toHaveLength(1);
});

test('so does a plain one', async () => {
  const outcome = await read('jsonl', [lines(ids(0, PLAIN))], {}, {}, true);
  expect(outcome.code, outcome.stderr).toBe(0);
  expect(idsOf(outcome.records)).toEqual(ids(0, PLAIN));
});

test('quoted and empty cells, numbers and letters come as in a short body', async () => {
  const csv = await read('csv', [`${rows(ids())}"",\n,""\n"a\nb","é;"\n`]);
  expect(csv.records.slice(-3)).toEqual([
    { id: '', text: null },
    { id: null, text: '' },
    { id: 'a\nb', text: 'é;' },
  ]);
  const jsonl = await read('jsonl', [`\uFEFF${lines(ids())}{"id":12345678901234567890,"text":"é"}`]);
  expect(jsonl.stdout.endsWith('{"id":12345678901234567890,"text":"é"}\n')).toBe(true);
  const latin = Buffer.from(`${lines(ids())}{"text":"é"}\n`, 'latin1');
  const declared = await read('jsonl', [latin], { 'content-type': 'application/jsonl; charset=latin1' });
  expect(declared.records.at(-1)).toEqual({ text: 'é' });
});

test.each([
  ['jsonl', lines(ids()).slice(0, -9), lines(ids()), /not JSON Lines: line 3500/],
  ['csv', `${rows(ids())}7`, rows(ids()), /record 3501 of the CSV has 1 cells/],
  ['csv', `${rows(ids())}7,"a`, rows(ids()), /a quoted cell has no end/],
  ['jsonl', gzipSync(lines(ids()), { level: 1 }).subarray(0, -100), lines(ids()), /gzip body is cut short/],
] as const)(
  '%s that is cut is asked for again, and nothing of it is handed on',
  async (format, cut, whole, says) => {
    const mended = await read(format, [cut, whole]);
    expect(mended.code, mended.stderr).toBe(0);
    expect(idsOf(mended.records)).toEqual(ids());
    const broken = await read(format, [cut]);
    expect(broken).toMatchObject({ code: 5, stdout: '', stderr: expect.stringMatching(says) });
    expect(broken.requests).toHaveLength(3);
  },
);

test.each([
  ['csv', `${rows(ids())}1,2,3\n`, /record 3501 of the CSV has 3 cells/],
  ['csv', `${rows(ids())}1\n2,3\n`, /record 3501 of the CSV has 1 cells/],
  ['csv', `[${lines(ids()).trim().replaceAll('\n', ',')}]`, /the body is not CSV|is JSON, not CSV/],
  ['jsonl', Buffer.concat([Buffer.from(lines(ids())), Buffer.from([0xff, 0x0a])]), /not valid utf-8/i],
] as const)('%s that no other attempt mends: exit 4 or 5, and no record', async (format, body, says) => {
  const outcome = await read(format, [body]);
  expect([4, 5]).toContain(outcome.code);
  expect(outcome).toMatchObject({ stdout: '', stderr: expect.stringMatching(says) });
});

test('offsets go on by all records of a long page, and totals count them', async () => {
  const body = (from: number, count: number) => lines(ids(from, count));
  const outcome = await extract(
    (request, response) => {
      const offset = Number(queryOf(request).get('offset'));
      const count = Math.max(0, Math.min(COUNT, COUNT + 10 - offset));
      response.writeHead(200, { 'x-total-count': COUNT + 10 }).end(packed(body(offset, count)));
    },
    {
      endpoint: {
        data_selector: undefined,
        response_format: 'jsonl',
        paginator: { type: 'offset', limit: COUNT },
      },
    },
  );
  expect(outcome.code, outcome.stderr).toBe(0);
  expect(idsOf(outcome.records)).toEqual(ids(0, COUNT + 10));
});

test('the files that long bodies lie in are gone with the run', async () => {
  const held = () => readdirSync(tmpdir()).filter((name) => name.startsWith('penstock-body-'));
  const before = new Set(held());
  expect((await read('jsonl', [lines(ids())])).code).toBe(0);
  expect((await read('jsonl', [lines(ids()).slice(0, -9)])).code).toBe(5);
  expect(held().filter((name) => !before.has(name))).toEqual([]);
});

test('without room for temporary files the cure is said', async () => {
  const before = process.env.TMPDIR;
  onTestFinished(() => {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
  });
  const outcome = await extract(
    (_, response) => {
      process.env.TMPDIR = '/proc/none';
      response.end(packed(lines(ids())));
    },
    { endpoint: { data_selector: undefined, response_format: 'jsonl' } },
  );
  expect(outcome).toMatchObject({ code: 4, stderr: expect.stringMatching(/set TMPDIR/) });
});
