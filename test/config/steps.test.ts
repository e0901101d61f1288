// What is wrong with processing_steps is said before the first request, with its path and the cure.
import { describe, expect, test } from 'vitest';
import { planOf } from '../../src/language/load-plan.ts';
import { planWithSteps, problemsOfSteps } from '../helpers/steps.ts';

const at = 'processing_steps[0]';

test.each<[unknown, RegExp[]]>([
  [
    [{ filter: 'record.a ==' }],
    [/^processing_steps\[0\]\.filter: cannot read the expression "record.a ==": expected a value/],
  ],
  [
    [{ filter: 'recrd.a' }],
    [
      /^processing_steps\[0\]\.filter: unknown name "recrd"; known: record, response, headers, status, partition, parent; a text stands in quotes/,
    ],
  ],
  [
    [{ filter: 5 }],
    [/filter: expected an expression in a string, or a function \(record, page\) => boolean, got 5/],
  ],
  [
    [{ fliter: 'true' }],
    [/^processing_steps\[0\]\.fliter: no step \(did you mean "filter"\?\); known: filter, set,/],
  ],
  [[{}], [/^processing_steps\[0\]: a step needs one of filter/]],
  [['filter'], [/^processing_steps\[0\]: expected an object with one of filter.*, got "filter"/]],
  [
    [{ filter: 'true', drop: ['a'] }],
    [/^processing_steps\[0\]\.drop: is a step of its own beside filter; write it as another entry/],
  ],
  [[{ filter: 'true', keep: ['a'] }], [/\.keep: is a step of its own beside filter/]],
  [[{ unnest: 'a', kep: ['a'] }], [/^processing_steps\[0\]\.kep: unknown key \(did you mean "keep"\?\)/]],
  [[{ type: 'filter', filter: 'true' }], [/^processing_steps\[0\]\.type: unknown key; its key is its kind/]],
  [[{ map: 'x' }], [/\.map: expected a function .* in JSON and YAML write \{set\}/]],
  [[{ yield_map: 'x' }], [/\.yield_map: expected a function .* in JSON and YAML write \{unnest\}/]],
  [[{ drop: [] }], [/\.drop: expected at least one entry/]],
  [[{ drop: ['a..b'] }], [/\.drop\[0\]: not a path to one place: "a\.\.b"/]],
  [
    [{ keep: ['tags[0]'] }],
    [/\.keep\[0\]: "tags\[0\]" leads into a list, whose entries have no names; unnest it first/],
  ],
  [[{ set: { 'a[': '1' } }], [/not a path to one place/]],
  [[{ set: { a: 'crm' } }], [/\.set\.a: unknown name "crm".*a text stands in quotes/]],
  [[{ unnest: '$[' }], [/\.unnest: not a path: "\$\["/]],
  [
    [{ unnest: 'a', on_missing: 'ski' }],
    [/\.on_missing: expected one of "fail", "skip", got "ski" \(did you mean "skip"\?\)/],
  ],
  [[{ rename: { a: 'x', b: 'x' } }], [/\.rename\.b: becomes "x", as "a" does/]],
  [[{ rename: { a: 'x', 'a.b': 'y' } }], [/\.rename\.a\.b: lies in "a", or holds it/]],
  [{ filter: 'true' }, [/^processing_steps: expected a list/]],
  [[{ filter: 'len(parent) > 1' }], [/filter: the parent is asked for by its fields/]],
  [
    [{ drop: ['a'] }, { set: { a: 'parent.name' } }],
    [/^processing_steps\[1\]\.set: looks at its parent, and this resource has no parent/],
  ],
  [
    [{ filter: 'a' }, { drop: 1 }],
    [/\[0\]\.filter: unknown name "a"/, /\[1\]\.drop: expected a list, got 1/],
  ],
])('%j', (steps, messages) => {
  const problems = problemsOfSteps(steps);
  expect(problems).toEqual(messages.map((message) => expect.stringMatching(message)));
});

describe('Python in a JSON config of dlt', () => {
  test.each<[string, string]>([
    ["lambda x: x['status'] == 'active'", "record['status'] == 'active'"],
    [
      "lambda item : item.get('x', {}).get('x') and 'item' in item",
      "record.get('x', {}).get('x') and 'item' in record",
    ],
    ["lambda r: r['id'] % 2", "record.status == 'active'"],
    ['lambda a, b: a', "record.status == 'active'"],
  ])('%s', (filter, expression) => {
    const [problem] = problemsOfSteps([{ filter }]);
    expect(problem).toMatch(/^processing_steps\[0\]\.filter: is a Python function; /);
    expect(problem?.endsWith(expression)).toBe(true);
  });

  test('a lambda for map', () => {
    expect(problemsOfSteps([{ map: 'lambda x: x' }])[0]).toMatch(
      /expected a function .* write \{set\}.*got "lambda x: x"/,
    );
  });
});

describe('defaults', () => {
  const stepsOf = (resource: object) => {
    const written = {
      client: { base_url: 'http://127.0.0.1' },
      resource_defaults: { processing_steps: [{ drop: ['_links'] }] },
      resources: [{ name: 'things', ...resource }],
    };
    return planOf(written, { environment: {} }).resources[0]?.processing_steps.map(({ type }) => type);
  };
  test('a resource’s own replace them; null cancels', () => {
    expect(stepsOf({})).toEqual(['drop']);
    expect(stepsOf({ processing_steps: [{ filter: 'true' }] })).toEqual(['filter']);
    expect(stepsOf({ processing_steps: null })).toEqual([]);
    expect(stepsOf({ processing_steps: [] })).toEqual([]);
  });
});

test('what looks like a reference or a placeholder is a name here; secrets and settings in an expression are filled', () => {
  const steps = [
    { rename: { secret: 'env' } },
    { set: { params: '{{ record.a }}', headers: "'{env.KIND}'" } },
  ];
  const written = {
    client: { base_url: 'http://127.0.0.1' },
    resources: [{ name: 'things', processing_steps: steps }],
  };
  const [plan] = planOf(written, { environment: { KIND: 'crm' } }).resources;
  expect(plan?.processing_steps.map(({ options }) => options)).toEqual([
    { rename: { secret: 'env' } },
    { set: { params: '{{ record.a }}', headers: "'crm'" } },
  ]);
});

test('what a step looks at is known', () => {
  const namesOf = (step: object) => planWithSteps([step]).processing_steps[0]?.names;
  expect(namesOf({ filter: 'record.a' })).toEqual([]);
  expect(namesOf({ filter: 'response.a and headers.b' })).toEqual(['response', 'headers']);
  expect(namesOf({ set: { a: 'partition.a', b: 'partition.b', c: 1 } })).toEqual(['partition']);
  expect(namesOf({ map: (record: object) => record })).toEqual([]);
  expect(namesOf({ map: (record: object, _page: object) => record })).toHaveLength(5);
});

test(`${at}: a plan is data, so that it can be compared`, () => {
  expect(planWithSteps([{ filter: 'true' }])).toEqual(planWithSteps([{ filter: 'true' }]));
});
