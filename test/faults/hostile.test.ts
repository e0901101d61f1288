// Hostile responses: whatever an API sends, no crash, no hang, no changed prototype, and no invalid byte written.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileExpression } from '../../src/config/expression/index.ts';
import { compileSelector } from '../../src/config/selector.ts';
import { PenstockError } from '../../src/core/errors.ts';
import { toJsonText } from '../../src/core/json.ts';
import { parseJson } from '../../src/core/parse-json.ts';
import { duckdb } from '../helpers/duckdb.ts';
import { extract } from '../helpers/extract.ts';
import { temporaryDirectory } from '../helpers/temporary.ts';
import { text } from './cases/case.ts';

/** JSON texts of single values, each of which has broken some program. */
const corpus: string[] = [
  ...['null', 'true', '0', '-0', '1e-400', '1.7976931348623157e308', '5e-324', '0.1', '1E2', '-1.5e+10'],
  ...['9007199254740991', '9007199254740993', '-9223372036854775808', '9223372036854775807'],
  ...['9223372036854775808', '18446744073709551616', `1${'0'.repeat(400)}`, '2147483648', '4294967296'],
  ...['123456789012345678901234567890.123456789', '0.30000000000000004', '1e21', '1e-7'],
  ...[
    '""',
    '" "',
    '"null"',
    '"NaN"',
    '"\\u0000"',
    '"\\ud800"',
    '"\\udc00\\ud800"',
    '"a\\ud83d"',
    '"😀"',
    '"\\u2028\\u2029"',
  ],
  ...[
    '"\\ufeff"',
    '"\\r\\n"',
    '"\\r"',
    '"\\n"',
    '"\\t,;|"',
    '"\\""',
    '"\\"\\"\\n,"',
    '"=cmd()"',
    '"@x"',
    '"-1"',
    '"+1"',
    '"\\\\"',
    '"\\\\N"',
  ],
  ...[
    '"2024-02-30"',
    '"0000-00-00"',
    '"99999-01-01T00:00:00Z"',
    '"2024-05-06T07:08:09.123456789+14:00"',
    '"12:60"',
  ],
  ...[
    '"\\u202e\\u0007\\u001b[31m"',
    `"${'x'.repeat(100_000)}"`,
    `"${'é'.repeat(40_000)}"`,
    `"${'\\\\'.repeat(5000)}"`,
  ],
  ...['[]', '{}', '[[]]', '[null]', '{"":""}', '{"a.b":1,"a":{"b":2}}', '{"__proto__":{"polluted":true}}'],
  ...['{"constructor":{"prototype":{"polluted":true}}}', '{"toJSON":1}', '{"toString":null,"valueOf":{}}'],
  ...['{"then":1}', '{"length":1e9}', '[{"a":[{"b":[{}]}]}]', `${'['.repeat(900)}${']'.repeat(900)}`],
  ...[
    `${'{"a":'.repeat(900)}1${'}'.repeat(900)}`,
    `[${'0,'.repeat(20_000)}0]`,
    '{"a":1,"a":2}',
    '{"\\ud800":1}',
    '{"b\\u0000":1}',
  ],
];

const jsonText = fc.oneof(
  { weight: 3, arbitrary: fc.json({ maxDepth: 4, noUnicodeString: false }) },
  { weight: 2, arbitrary: fc.constantFrom(...corpus) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.string({ unit: 'binary' }), fc.constantFrom(...corpus))
      .map(([key, value]) => `{${JSON.stringify(key)}:${value}}`),
  },
);

const TYPES = ['text', 'bigint', 'double', 'bool', 'timestamp', 'date', 'time', 'decimal', 'json', 'binary'];
const declared = {
  n: { data_type: 'bigint', nullable: false },
  ...Object.fromEntries(TYPES.map((data_type) => [`as_${data_type}`, { data_type, from: 'v' }])),
};

/** Every value once in each kind of column, or undeclared. */
const bodyOf = (values: readonly string[]) =>
  `{"data":[${values.map((value, n) => `{"n":${n},"v":${value}}`).join()}]}`;

interface Resource {
  readonly columns?: object;
  readonly schema_contract?: object;
}

interface Sink {
  readonly format: string;
  readonly words: readonly string[];
  /** Columns of types that it refuses before anything is requested. */
  readonly lacks: readonly string[];
}

const sinks: Record<string, Sink> = {
  ndjson: { format: 'ndjson', words: [], lacks: [] },
  csv: { format: 'csv', words: [], lacks: [] },
  'parquet by hyparquet': { format: 'parquet', words: ['--parquet-writer', 'hyparquet'], lacks: [] },
  'parquet by parquetjs-lite': {
    format: 'parquet',
    words: ['--parquet-writer', 'parquetjs-lite'],
    lacks: ['as_time', 'as_decimal'],
  },
};

const variants: Record<string, Resource> = {
  'with columns of every type': { columns: declared, schema_contract: { data_type: 'discard_value' } },
  'with columns, what does not fit put aside': { columns: declared },
  'without columns': {},
};

/** Every line that was written is JSON by the strictest reader; gives them. */
function ndjsonLines(file: string): Record<string, unknown>[] {
  if (!existsSync(file)) return [];
  const bytes = readFileSync(file);
  const decoded = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  expect(decoded === '' || decoded.endsWith('\n')).toBe(true);
  return decoded
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line));
}

async function countRows(out: string, format: string): Promise<number> {
  const file = path.join(out, `things/part-00000.${format}`);
  const options = {
    ndjson: `read_ndjson('${file}', maximum_object_size=33554432, columns={n: 'BIGINT'})`,
    csv: `read_csv('${file}', header=true, all_varchar=true, max_line_size=33554432, quote='"', escape='"', delim=',')`,
    parquet: `read_parquet('${file}')`,
  }[format];
  if (format === 'ndjson') {
    const lines = ndjsonLines(file);
    // JSON.parse takes an escaped lone surrogate and gives back what came; DuckDB's reader takes none at all.
    if (lines.some((line) => /\\ud[89a-f]/.test(JSON.stringify(line)))) return lines.length;
  }
  const [row] = await duckdb(`SELECT count(*) AS rows FROM (SELECT * FROM ${options})`);
  // Every value must be readable, not only counted.
  await duckdb(`SELECT max(hash(t)) FROM ${options} t`);
  return Number(row?.rows);
}

async function check(values: readonly string[], sink: Sink, resource: Resource): Promise<number> {
  const { format, words, lacks } = sink;
  const out = path.join(await temporaryDirectory(), 'out');
  const kept = Object.entries(resource.columns ?? {}).filter(([name]) => !lacks.includes(name));
  const columns = resource.columns === undefined ? {} : { columns: Object.fromEntries(kept) };
  const outcome = await extract(text(bodyOf(values)), {
    resource: { ...resource, ...columns },
    words: ['-o', out, '-f', format, '--max-rejects', '100%', '--force', ...words],
  });
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  expect(Object.keys(Object.prototype)).toEqual([]);
  // Refused with a reason, or written; never a fault of the program's own.
  expect([0, 4, 5], outcome.stderr).toContain(outcome.code);
  expect(outcome.stderr).not.toMatch(/unexpected:/);
  expect(outcome.stderr).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f\u202e]/);
  if (outcome.code !== 0) return outcome.code;
  const rejects = ndjsonLines(path.join(out, '_rejects/things/part-00000.ndjson')).length;
  expect(rejects + (await countRows(out, format)), outcome.stderr).toBe(values.length);
  return 0;
}

// A page that cannot be read hides what else is in it: then each value is tried alone.
const GROUP = 14;

describe.each(Object.keys(sinks))('%s', (name) => {
  const sink = sinks[name] as Sink;
  test.each(Object.keys(variants))('odd texts: the corpus, %s', async (variant) => {
    const resource = variants[variant] as Resource;
    for (let from = 0; from < corpus.length; from += GROUP) {
      const values = corpus.slice(from, from + GROUP);
      if ((await check(values, sink, resource)) === 0) continue;
      for (const value of values) await check([value], sink, resource);
    }
  });

  test('the corpus and random values, many in a page', async () => {
    const kinds = fc.constantFrom(...Object.values(variants));
    await fc.assert(
      fc.asyncProperty(fc.array(jsonText, { maxLength: 12 }), kinds, async (values, resource) => {
        await check(values, sink, resource);
      }),
      { numRuns: 5 },
    );
  });
});

test('bodies cut, joined and changed at random: an error or a result, never a crash', async () => {
  const good = bodyOf(corpus.filter((one) => one.length < 100));
  const change = fc.oneof(
    fc.nat({ max: good.length }).map((at) => good.slice(0, at)),
    fc
      .tuple(fc.nat({ max: good.length }), fc.string({ unit: 'binary', maxLength: 5 }))
      .map(([at, more]) => good.slice(0, at) + more + good.slice(at + more.length)),
    fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes)),
    fc.constantFrom(
      '',
      ' ',
      '\uFEFF',
      '[]',
      '{}',
      '"data"',
      '1',
      'null',
      '{"data":1}',
      '{"data":"x"}',
      '{"data":[1,null,[]]}',
    ),
  );
  await fc.assert(
    fc.asyncProperty(change, async (body) => {
      const outcome = await extract(text(body), { client: { retry: { max_retries: 0 } } });
      expect([0, 4, 5], outcome.stderr).toContain(outcome.code);
      expect(outcome.stderr).not.toMatch(/unexpected:/);
      for (const line of outcome.stdout.split('\n').slice(0, -1)) JSON.parse(line);
    }),
    { numRuns: 40 },
  );
});

test('the parser: what JSON.parse refuses is refused, what it takes is the same but for digits', () => {
  fc.assert(
    fc.property(fc.oneof(jsonText, fc.string({ unit: 'binary' })), (source) => {
      const attempt = (parse: (source: string) => unknown) => {
        try {
          return JSON.stringify(JSON.parse(toJsonText(parse(source))));
        } catch (error) {
          if (error instanceof SyntaxError) return SyntaxError;
          throw error;
        }
      };
      expect(attempt(parseJson)).toEqual(attempt(JSON.parse));
    }),
    { numRuns: 400 },
  );
});

const words = fc.constantFrom(
  ...[
    'response',
    'headers',
    'page',
    'last_record',
    'not',
    'and',
    'or',
    'in',
    '==',
    '!=',
    '<',
    '(',
    ')',
    '[',
    ']',
  ],
  ...[
    '.get(',
    ',',
    '.',
    '"a"',
    "'b'",
    '1',
    '-1',
    'True',
    'None',
    '__proto__',
    'constructor',
    '!',
    '&&',
    '||',
  ],
);

test('expressions: refused with a config error, or evaluated without one; nothing but data is reached', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.array(words, { maxLength: 14 }).map((all) => all.join(' ')),
        fc.string(),
      ),
      jsonText,
      (source, body) => {
        const names = {
          response: parseJson(body),
          headers: {},
          last_record: undefined,
          last_page_size: 0,
          page: 1,
        };
        try {
          const value = compileExpression(source)(names);
          expect(typeof value).not.toBe('function');
        } catch (error) {
          if (!(error instanceof PenstockError))
            expect((error as Error).name).not.toMatch(/^(TypeError|RangeError|ReferenceError)$/);
        }
        expect(({} as Record<string, unknown>).polluted).toBeUndefined();
      },
    ),
    { numRuns: 300 },
  );
});

test('selectors: refused, or they select; whatever the body is', () => {
  const part = fc.constantFrom(
    'a',
    'data',
    '$',
    '..',
    '*',
    '[0]',
    "['a']",
    '[?@.a>1]',
    '[-1]',
    '[::2]',
    '.',
    '__proto__',
    '[',
  );
  fc.assert(
    fc.property(fc.array(part, { minLength: 1, maxLength: 6 }), jsonText, (parts, body) => {
      let select: ReturnType<typeof compileSelector>;
      try {
        select = compileSelector(parts.join(''));
      } catch {
        return;
      }
      const found = select(parseJson(body));
      expect(found === undefined || Array.isArray(found)).toBe(true);
    }),
    { numRuns: 300 },
  );
});
