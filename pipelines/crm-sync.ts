// Contacts, companies and their notes of the CRM behind OAuth2, kept in step: each run reads what changed since the last.
import { definePipeline, env, secret } from 'penstock';
import { bool, required, text, timestamp } from './columns.ts';

const byToken = {
  type: 'cursor',
  cursor_param: 'page_token',
  cursor_path: 'info.next_page_token',
  stop_condition: "not response.get('info', {}).get('more_records', False)",
} as const;

// Asked for changes since a moment, the API gives them in the order they happened, deletes among them. The first run
// asks, too: the list that comes without the parameter has another order, and `asc` keeps what a failed run had read.
const sinceLastRun = {
  cursor_path: 'Modified_Time',
  initial_value: '1970-01-01T00:00:00Z',
  start_param: 'modified_since',
  row_order: 'asc',
} as const;

// Of a deleted record nothing comes but these.
const facts = {
  updated_at: required(timestamp('Modified_Time')),
  is_deleted: bool('Deleted', 'true takes the record out of the merged files'),
};

export default definePipeline({
  name: 'crm-sync',
  client: {
    base_url: env('CRM_BASE_URL', 'https://api.example.com'),
    auth: {
      type: 'oauth2',
      client_id: secret('client_id'),
      client_secret: secret('client_secret'),
      refresh_token: secret('client_refresh_token'),
      token_url: env('CRM_TOKEN_URL', 'https://accounts.example.com/oauth/v2/token'),
    },
  },
  resource_defaults: {
    primary_key: 'id',
    write_disposition: 'merge',
    hard_delete: 'is_deleted',
    endpoint: { data_selector: 'data', incremental: sinceLastRun },
  },
  resources: [
    {
      name: 'contacts',
      endpoint: {
        path: '/v1/contacts',
        params: { fields: 'id,Email,Last_Name,Modified_Time,Deleted' },
        paginator: byToken,
      },
      columns: {
        id: required(text('id')),
        email: text('Email'),
        last_name: text('Last_Name'),
        ...facts,
      },
    },
    {
      name: 'companies',
      endpoint: {
        path: '/v1/accounts',
        params: { fields: 'id,Account_Name,Phone,Website,Modified_Time,Deleted' },
        paginator: byToken,
      },
      columns: {
        id: required(text('id')),
        name: text('Account_Name'),
        phone: text('Phone'),
        website: text('Website'),
        ...facts,
      },
    },
    {
      // Read for the companies that changed, each from where its own notes were left. This misses nothing because the
      // API touches a company when a note of it changes, and tells of the notes of a deleted one as deleted. Where an API
      // does not, give the parent a resource of its own without `incremental`, or read notes from a list of all.
      name: 'notes',
      include_from_parent: [{ from: 'id', as: 'company_id' }],
      endpoint: {
        path: '/v1/accounts/{resources.companies.id}/notes',
        params: { fields: 'id,Note_Title,Note_Content,Modified_Time,Deleted' },
        paginator: byToken,
      },
      columns: {
        id: required(text('id')),
        company_id: required(text('company_id')),
        title: text('Note_Title'),
        content: text('Note_Content'),
        ...facts,
      },
    },
  ],
});
