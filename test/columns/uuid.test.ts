import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

import { parquet } from '../../src/sinks/formats/parquet/index.ts';
import { brought } from '../helpers/columns.ts';
import { columnsOf, duckdb } from '../helpers/duckdb.ts';
import { columnOf, resourcePlan } from '../helpers/plans.ts';
import { temporaryDirectory } from '../helpers/temporary.ts';

const ID = '0190163d-8694-739b-aea5-966c26f8ad91';

test.each<[unknown, unknown]>([
  [ID, ID],
  [ID.toUpperCase(), ID],
  [ID.replaceAll('-', ''), ID],
  [`{${ID}}`, ID],
  [`urn:uuid:${ID}`, ID],
  [` ${ID} `, ID],
  ['', null],
  [ID.slice(1), 'reject'],
  [`${ID}0`, 'reject'],
  [ID.replace('-', ''), 'reject'],
  [ID.replace('0', 'g'), 'reject'],
  [`{${ID}`, 'reject'],
  [5, 'reject'],
])('%o is %o', (value, expected) => {
  expect(brought('uuid', value)).toEqual(expected);
});

test('is a UUID in Parquet for DuckDB', async () => {
  const file = path.join(await temporaryDirectory(), 'x.parquet');
  const plan = resourcePlan({ columns: [columnOf('id', 'uuid')] });
  const encoder = (await parquet.open(plan, { ...parquet.options.parse({}), earlier: [] })).next();
  const bytes = [...(await encoder.encode([{ id: ID }, { id: null }])), ...(await encoder.end())];
  writeFileSync(file, Buffer.concat(bytes));
  expect((await columnsOf(file))[0]).toEqual(['id', 'UUID']);
  expect(await duckdb(`SELECT id::VARCHAR AS id FROM '${file}' ORDER BY id`)).toEqual([
    { id: ID },
    { id: null },
  ]);
});
