// The line of Python from the README, over a script with objects of Python: what comes out is read as a pipeline.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { open } from '../../../src/index.ts';
import { convert } from '../../../src/language/convert/convert.ts';
import { printPipeline } from '../../../src/language/convert/print.ts';
import { PYTHON_LINE } from '../../../src/language/convert/python-line.ts';
import { chained, guarded, linkTo, routes, skipping, things } from '../../config/dlt/apis.ts';
import type { DltCase, Item } from '../../config/dlt/case.ts';
import type { Python } from './python.ts';

const at = (item: number) => `2024-01-0${item}T00:00:00+00:00`;
const items = things(8);
const changes = things(6, (id) => ({ at: at(id) })).slice(1);

/** What answers the script's config. */
export const sampleApi: DltCase['api'] = guarded(
  ({ headers }) =>
    headers.authorization === 'Bearer sample-token-1' && headers['x-key'] === 'Key sample-key-1',
  routes({
    '/items': guarded(
      ({ query }) => query.get('until') === '2024-02-03',
      skipping(items, { more: ({ count }) => ({ total: count }) }),
    ),
    '/changes': chained(
      changes,
      ({ query }) => query.get('after') ?? undefined,
      (data, next, call) => ({
        body: { data, paging: { next: next === undefined ? null : linkTo(call, next) } },
      }),
    ),
  }),
);

/**
 * @param base where the API answers
 * @returns what the pipeline reads, of each resource, and what should come
 */
export async function readSample(
  python: Python,
  base: string,
): Promise<{ read: Record<string, unknown[]>; expected: Record<string, readonly Item[]> }> {
  const printed = await python.line(PYTHON_LINE, path.join(import.meta.dirname, 'sample.py'));
  const conversion = convert(JSON.parse(printed), 'sample');
  if (conversion.missing.length > 0) throw new Error(JSON.stringify(conversion.missing));
  const directory = mkdtempSync(path.join(tmpdir(), 'penstock-sample-'));
  const file = path.join(directory, 'sample.ts');
  writeFileSync(file, printPipeline(conversion, 'ts', 'sample.py'));
  const environment = { SHOP_BASE_URL: base, TOKEN: 'sample-token-1', SHOP_KEY: 'sample-key-1' };
  const read: Record<string, unknown[]> = {};
  try {
    await using pipeline = await open(file, { environment });
    for (const name of ['items', 'changes']) read[name] = await pipeline.records(name).toArray();
  } finally {
    rmSync(directory, { recursive: true });
  }
  return { read, expected: { items: items.slice(2), changes } };
}
