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
  definePipeline,
  env,
  type FormatStreamOptions,
  ndjson,
  normalize,
  open,
  parquet,
  secret,
  select,
} from 'penstock';
import { describe, expect, test } from 'vitest';
import { crmServer } from '../helpers/crm.ts';
import { duckdb } from '../helpers/duckdb.ts';
import { temporaryDirectory } from '../helpers/temporary.ts';

const crmPipeline = definePipeline({
  client: {
    base_url: env('CRM_BASE_URL'),
    auth: { type: 'api_key', name: 'api_key', api_key: secret('api_key'), location: 'query' },
    params: { access_key: secret('access_key') },
  },
  resources: [
    {
      name: 'contacts',
      primary_key: 'contact_id',
      endpoint: {
        path: '/v1/contacts',
        data_selector: 'data',
        paginator: { type: 'offset', limit: 100, offset_param: 'startIndex' },
      },
      columns: {
        contact_id: { data_type: 'bigint', nullable: false, from: 'contactId' },
        last_name: { data_type: 'text', from: 'lastName' },
        is_active: { data_type: 'bool', from: 'isActive' },
        labels: { data_type: 'json' },
      },
      schema_contract: { columns: 'discard_value' },
    },
    'cases',
  ],
});

async function openCrm() {
  const crm = await crmServer({ drift: { every: 500, by: 2 } });
  return { crm, api: await open(crmPipeline, { environment: crm.environment('crm-api-key') }) };
}

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
