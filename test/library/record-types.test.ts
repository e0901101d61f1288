// The types of records, from the columns a pipeline declares.
import { definePipeline, env, type RecordOf, secret } from 'penstock';
import { expectTypeOf, test } from 'vitest';

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

test('types: a resource by its name, plain ones as any object', () => {
  type Contact = RecordOf<typeof crmPipeline, 'contacts'>;
  expectTypeOf<Contact['contact_id']>().toEqualTypeOf<number | bigint>();
  expectTypeOf<RecordOf<typeof crmPipeline, 'cases'>>().toEqualTypeOf<Record<string, unknown>>();
  // @ts-expect-error an unknown paginator
  definePipeline({ client: { base_url: 'x', paginator: { type: 'nope' } }, resources: ['a'] });
});
