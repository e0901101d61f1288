// The stages and formats as Node streams, in chains of someone else.
import { createWriteStream } from 'node:fs';
import path from 'node:path';
import type { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import highland from 'highland';
import {
  type Batch,
  csv,
  dedupe,
  type FormatStreamOptions,
  ndjson,
  normalize,
  parquet,
  select,
} from 'penstock';
import { describe, expect, test } from 'vitest';
import { duckdb } from '../helpers/duckdb.ts';
import { openCrm } from '../helpers/library.ts';
import { temporaryDirectory } from '../helpers/temporary.ts';

describe('the parts in a chain of one’s own', () => {
  const columns = {
    contact_id: { data_type: 'bigint', from: 'contactId' },
    last_name: { data_type: 'text', from: 'lastName' },
  } as const;
  const contract = { columns: 'discard_value' } as const;

  test.each(['ndjson', 'csv', 'parquet'] as const)('stream.pipeline into %s', async (name) => {
    const { api } = await openCrm();
    const file = path.join(await temporaryDirectory(), `x.${name}`);
    const format: (options: FormatStreamOptions) => Transform = { ndjson, csv, parquet }[name];
    await pipeline(
      api.pages('contacts'),
      select(),
      normalize({ columns, schema_contract: contract }),
      dedupe('contact_id'),
      format({ columns }),
      createWriteStream(file),
    );
    const from = name === 'ndjson' ? `read_ndjson('${file}')` : `'${file}'`;
    expect(
      await duckdb(`SELECT count(*)::INT AS n, count(DISTINCT contact_id)::INT AS ids FROM ${from}`),
    ).toEqual([{ n: 3350, ids: 3350 }]);
  });

  test('a Highland chain', async () => {
    const { api } = await openCrm();
    const batches = await highland<Batch>(api.pages('contacts').pipe(select()).pipe(dedupe('contactId')))
      .map((batch) => batch.records.length)
      .collect()
      .toPromise(Promise);
    expect(batches.reduce((sum, count) => sum + count, 0)).toBe(3350);
  });
});
