// The bundled CRM as the library opens it: one resource with columns, one without.
import { definePipeline, env, open, secret } from 'penstock';
import { crmServer } from './crm.ts';

export const crmPipeline = definePipeline({
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

export async function openCrm() {
  const crm = await crmServer({ drift: { every: 500, by: 2 } });
  return { crm, api: await open(crmPipeline, { environment: crm.environment('crm-api-key') }) };
}
