import { describe, expect, test } from 'vitest';
import { DLT_WORDS } from '../../src/config/dlt-words.ts';
import { resolvePipeline } from '../../src/config/resolve.ts';
import { ConfigError } from '../../src/core/errors.ts';
import { builtIn } from '../../src/language/language.ts';

const client = { base_url: 'https://api.example.com' };
const resolve = (pipeline: object) =>
  resolvePipeline({ client, ...pipeline }, builtIn.schema, {
    defaultName: 'crm',
    environment: { TOKEN: 'token-value' },
  });

function problemsIn(pipeline: object): string[] {
  try {
    resolve(pipeline);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.problems.map(({ path, message }) => `${path}: ${message}`);
  }
  return [];
}

/** A pipeline with a word where it may stand in dlt. */
function pipelineWith(place: string, word: string): object {
  const more = { [word]: 'value' };
  if (place === 'client') return { client: { ...client, ...more }, resources: ['r'] };
  if (place === 'auth') {
    const auth = {
      type: 'oauth2_client_credentials',
      access_token_url: 'https://a.b/t',
      client_id: 'id',
      ...more,
    };
    return { client: { ...client, auth }, resources: ['r'] };
  }
  if (place === 'endpoint') return { resources: [{ name: 'r', endpoint: more }] };
  if (place === 'column')
    return { resources: [{ name: 'r', columns: { id: { data_type: 'text', ...more } } }] };
  return { resources: [{ name: 'r', ...more }] };
}

describe('dlt’s words', () => {
  test.each(DLT_WORDS.map((one) => [one.place, one.word, one] as const))(
    '%s %s',
    (place, word, { treatment, says }) => {
      const problems = problemsIn(pipelineWith(place, word));
      if (treatment === 'refused') {
        expect(problems).toHaveLength(1);
        expect(problems[0]).toContain(`${word}: dlt’s word, which penstock does not have: ${says}`);
        expect(problems[0]).not.toContain('did you mean');
      } else {
        expect(problems).toEqual([]);
        expect(resolve(pipelineWith(place, word)).notices).toEqual([
          expect.stringContaining(`${word}: left out, ${says}`),
        ]);
      }
    },
  );

  test('a table_name that is a function, as dlt takes one, is refused in words of its own', () => {
    const table_name = (item: { kind: string }) => item.kind;
    expect(problemsIn({ resource_defaults: { table_name }, resources: ['a'] })).toEqual([
      expect.stringMatching(/^resource_defaults\.table_name: a function, .* one output here/),
    ]);
  });

  test('all at once, in defaults too, and what means the same in one notice', () => {
    const pipeline = {
      resource_defaults: { table_format: 'delta', incremental: {} },
      resources: [
        { name: 'a', file_format: 'parquet' },
        { name: 'b', merge_key: 'id' },
      ],
    };
    expect(problemsIn(pipeline).map((one) => one.split(':')[0])).toEqual([
      'resource_defaults.incremental',
      'resources[1].merge_key',
    ]);
    expect(resolve({ resources: [{ name: 'a', file_format: 'x', table_format: 'y' }] }).notices).toEqual([
      'resources[0].file_format, resources[0].table_format: left out, a hint for a destination',
    ]);
  });

  test('a null is no word', () => {
    expect(
      resolve({ resources: [{ name: 'a', merge_key: null, endpoint: { data: null } }] }).notices,
    ).toEqual([]);
  });

  test('a parameter that dlt resolves is a value of the parent', () => {
    const params = { id: { type: 'resolve', resource: 'users', field: 'owner.id' }, more: 1 };
    const endpoint = { path: 'users/{id}/posts', params };
    const [, posts] = resolve({ resources: ['users', { name: 'posts', endpoint }] }).resources;
    expect(String(posts?.endpoint.path)).toBe('users/{resources.users.owner.id}/posts');
    expect(posts?.endpoint.params).toEqual({ id: null, more: 1 });
    expect(posts?.parent).toMatchObject({ resource: 'users', fields: ['owner.id'] });
  });

  test('one that does not say of what is refused', () => {
    const params = { id: { type: 'resolve', resource: 'users' } };
    expect(problemsIn({ resources: ['users', { name: 'a', endpoint: { params } }] })).toEqual([
      expect.stringMatching(/params\.id: \{type: resolve\} needs a resource and a field/),
    ]);
  });

  test('a cursor among the parameters', () => {
    const since = { type: 'incremental', cursor_path: 'at', initial_value: '2024-01-01', lag: null };
    const more = { primary_key: 'id', allow_external_schedulers: true };
    const plan = resolve({
      resources: [
        {
          name: 'a',
          write_disposition: 'append',
          endpoint: { params: { since: { ...since, ...more }, per_page: 5 } },
        },
      ],
    });
    const [{ endpoint }] = plan.resources as [(typeof plan.resources)[number]];
    expect(endpoint.params).toEqual({ per_page: 5 });
    expect(endpoint.incremental).toMatchObject({
      cursor_path: 'at',
      initial_value: '2024-01-01',
      start_param: 'since',
      range_end: 'open',
    });
    expect(plan.notices).toHaveLength(2);
    const params = { since, until: since };
    expect(
      problemsIn({ resources: [{ name: 'a', write_disposition: 'append', endpoint: { params } }] }),
    ).toEqual([
      'resources[0].endpoint.params.until: is a second cursor; a resource has one, in endpoint.incremental',
    ]);
  });

  test('a word that is nobody’s still gets a suggestion', () => {
    expect(problemsIn({ resources: [{ name: 'a', slected: true }] })).toEqual([
      'resources[0].slected: unknown key (did you mean "selected"?)',
    ]);
  });
});

describe('dlt’s spellings', () => {
  test('of a paginator, a location and what is left out by null', () => {
    const plan = resolve({
      client: {
        ...client,
        headers: null,
        paginator: 'json_response',
        auth: { type: 'api_key', api_key: 'k-value', name: 'key', location: 'param' },
      },
      resources: [
        'a',
        { name: 'b', endpoint: { paginator: { type: 'json_response', next_url_path: 'links.next' } } },
        { name: 'c', endpoint: { paginator: { type: 'page_number', total_path: null, maximum_page: 5 } } },
      ],
    });
    expect(plan.client.auth).toMatchObject({ type: 'api_key', location: 'query' });
    expect(plan.resources.map((one) => one.endpoint.paginator)).toMatchObject([
      { type: 'json_response' },
      { type: 'json_response', next_url_path: 'links.next' },
      { type: 'page_number', maximum_page: 5 },
    ]);
  });

  test('of a disposition and columns', () => {
    const columns = [
      { name: 'id', data_type: 'bigint', 'x-hint': 1 },
      { name: 'toString', data_type: 'text' },
    ];
    const resource = {
      name: 'a',
      primary_key: 'id',
      columns,
      write_disposition: { disposition: 'merge', strategy: 'upsert' },
    };
    const plan = resolve({ resources: [resource] });
    expect(plan.resources[0]).toMatchObject({ write_disposition: 'merge' });
    expect(plan.resources[0]?.columns?.map((column) => column.name)).toEqual(['id', 'toString']);
    expect(plan.notices).toHaveLength(2);
    expect(
      problemsIn({
        resources: [{ ...resource, write_disposition: { disposition: 'merge', strategy: 'scd2' } }],
      }),
    ).toEqual([expect.stringMatching(/write_disposition\.strategy: dlt’s scd2/)]);
  });
});

describe('dlt’s hints', () => {
  const contract = { tables: 'evolve', columns: 'discard_value', data_type: 'evolve' };

  test('a contract keeps what a resource can have', () => {
    const plan = resolve({
      resources: [{ name: 'a', columns: { id: { data_type: 'text' } }, schema_contract: contract }],
    });
    expect(plan.resources[0]?.schema_contract).toEqual({
      columns: 'discard_value',
      data_type: 'discard_row',
    });
    expect(plan.notices).toEqual([
      expect.stringMatching(/schema_contract\.tables: left out, a resource is one table/),
      expect.stringMatching(/schema_contract\.data_type: left out, there are no variant columns/),
    ]);
  });

  test.each([
    [{ disposition: 'merge', strategy: 'insert-only' }, /strategy: dlt’s insert-only/],
    [
      { disposition: 'merge', strategy: 'upsert', source_filter: 'a > 1' },
      /source_filter: .* processing_steps/,
    ],
    [{ disposition: 'merge', bogus: 1 }, /write_disposition\.bogus/],
    ['skip', /write_disposition: dlt’s "skip".*selected: false/],
  ])('a disposition that ends with other records is refused: %j', (write_disposition, message) => {
    const problems = problemsIn({ resources: [{ name: 'a', primary_key: 'id', write_disposition }] });
    expect(problems).toEqual([expect.stringMatching(message)]);
  });

  test.each([
    { disposition: 'replace', strategy: 'truncate-and-insert' },
    { disposition: 'merge', strategy: 'delete-insert', deduplicated: true },
    { disposition: 'merge', strategy: 'cdc', skip_unchanged_rows: true, row_version_column_name: 'v' },
  ])('one that ends with the same records is read: %j', (write_disposition) => {
    const plan = resolve({ resources: [{ name: 'a', primary_key: 'id', write_disposition }] });
    expect(plan.resources[0]?.write_disposition).toBe(write_disposition.disposition);
    expect(plan.notices.length).toBeGreaterThan(0);
  });

  test('columns without a type are hints: a key counts, what cannot be checked is left out', () => {
    const columns = {
      id: { primary_key: true },
      name: { nullable: false },
      at: { description: 'when', sort: true },
    };
    const plan = resolve({ resources: [{ name: 'a', columns }] });
    expect(plan.resources[0]).toMatchObject({ primary_key: ['id'] });
    expect(plan.resources[0]?.columns).toBeUndefined();
    expect(plan.notices.join()).toMatch(/columns\.name\.nullable, .*columns\.at\.description: left out/);
  });

  test('a column without a type and with an unknown word is still asked for its type', () => {
    expect(problemsIn({ resources: [{ name: 'a', columns: { id: { form: 'x' } } }] })).toHaveLength(2);
  });

  test('types and sizes of a database', () => {
    const columns = {
      id: { name: 'id', data_type: 'bigint', precision: 64, nullable: null },
      at: { data_type: 'timestamp', timezone: false, precision: 6 },
      on: { data_type: 'timestamp', timezone: true },
      more: { data_type: 'complex' },
      price: { data_type: 'decimal', precision: 10, scale: 2 },
    };
    const plan = resolve({ resources: [{ name: 'a', columns }] });
    expect(plan.resources[0]?.columns?.map(({ data_type }) => data_type)).toEqual([
      'bigint',
      'timestamp',
      'timestamp',
      'json',
      'decimal',
    ]);
    expect(plan.resources[0]?.columns?.[4]).toMatchObject({ precision: 10, scale: 2 });
    expect(plan.notices).toHaveLength(2);
    const wei = { resources: [{ name: 'a', columns: { v: { data_type: 'wei' } } }] };
    expect(problemsIn(wei)).toEqual([expect.stringMatching(/columns\.v\.data_type: dlt’s wei/)]);
  });
});

test('paths in the spelling of dlt, a status as a text', () => {
  const endpoint = {
    data_selector: '$.data.[0].items',
    paginator: { type: 'cursor', cursor_path: "'@odata.next'", has_more_path: 'meta."has.more"' },
    response_actions: [{ status_code: '404', content: null, action: 'ignore' }],
  };
  const [resource] = resolve({ resources: [{ name: 'a', endpoint }] }).resources;
  expect(resource?.endpoint).toMatchObject({
    data_selector: '$.data[0].items',
    paginator: { cursor_path: "['@odata.next']", has_more_path: 'meta["has.more"]' },
    response_actions: [{ status_code: 404, action: 'ignore' }],
  });
});

test('an auth takes from secrets what it does not say', () => {
  const plan = resolve({ client: { ...client, auth: { type: 'bearer', token: null } }, resources: ['a'] });
  expect(plan.client.auth).toEqual({ type: 'bearer', token: 'token-value' });
  const unset = { client: { ...client, auth: { type: 'api_key', name: 'key' } }, resources: ['a'] };
  expect(problemsIn(unset)).toEqual([expect.stringMatching(/client\.auth\.api_key/)]);
});
