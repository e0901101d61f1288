// The chain as a whole: order, places in errors, counters, and the end.
import { describe, expect, test } from 'vitest';
import type { Page } from '../../src/core/batch.ts';
import { chainOf, counters, stages } from '../../src/stages/chain.ts';
import { elementsOf } from '../../src/stages/stream.ts';
import { columnOf, resourcePlan } from '../helpers/plans.ts';

const resource = resourcePlan({
  columns: [columnOf('key', 'bigint', { from: 'id' })],
  schema_contract: { columns: 'discard_value', data_type: 'freeze' },
  primary_key: ['key'],
  dedupe: true,
});

async function* pagesOf(...pages: (readonly unknown[])[]): AsyncGenerator<Page, void, undefined> {
  let page = 0;
  for (const records of pages) {
    page += 1;
    yield { resource: 'things', partition: 'kind=a', page, position: undefined, records, recordFields: {} };
  }
}

describe('chainOf', () => {
  test('each stage sees what the one before it made, and counts in the one report', async () => {
    const chain = chainOf(resource, () => {});
    const kept: unknown[] = [];
    const pages = pagesOf([{ id: 1, more: true }, 'odd', { id: '1' }], [{ id: 2 }]);
    for await (const batch of elementsOf(chain.stream(pages, true))) kept.push(...batch.records);
    chain.close();
    expect(kept).toEqual([{ key: 1 }, { key: 2 }]);
    expect(chain.counts).toMatchObject({
      discardedValues: 0,
      discardedFields: 1,
      duplicates: 1,
      conflicts: 0,
    });
  });

  test('what a stage throws names the page', async () => {
    const chain = chainOf(resource, () => {});
    const batches = elementsOf(chain.stream(pagesOf([{ id: 1 }], [{ id: 'x' }]), false));
    await batches.next();
    await expect(batches.next()).rejects.toMatchObject({
      code: 'contract',
      where: { resource: 'things', partition: 'kind=a', page: 2 },
    });
    chain.close();
  });

  test('not ahead: a page is asked for when it is wanted', async () => {
    let asked = 0;
    async function* counted() {
      for await (const page of pagesOf([{ id: 1 }], [{ id: 2 }], [{ id: 3 }])) {
        asked += 1;
        yield page;
      }
    }
    const chain = chainOf(resource, () => {});
    const batches = elementsOf(chain.stream(counted(), false));
    await batches.next();
    expect(asked).toBe(1);
    await batches.next();
    expect(asked).toBe(2);
    chain.close();
  });

  test('records of the earlier snapshot pass without being counted', async () => {
    const chain = chainOf(resource, () => {});
    for await (const _ of elementsOf(chain.stream(pagesOf([{ id: 1 }]), true)));
    const batch = {
      resource: 'things',
      partition: '',
      page: 0,
      position: undefined,
      records: [{ key: 1 }, { key: 2 }],
      rejects: [],
    };
    const terms = { isWhole: true, startedAt: new Date(0) };
    expect(chain.pushEarlier(batch, terms).records).toEqual([{ key: 2 }]);
    expect(chain.counts.duplicates).toBe(0);
    chain.close();
  });
});

test('no two stages share a counter, and each has its words', () => {
  const names = stages.flatMap((stage) => Object.keys(stage.counts));
  expect(names).toEqual([...new Set(names)]);
  expect(Object.keys(counters)).toEqual(names);
  for (const { words } of Object.values(counters)) expect(words).toMatch(/\(s\)/);
});
