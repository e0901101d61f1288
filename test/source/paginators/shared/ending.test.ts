// Where a chain ends by the keys of a pipeline.
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { compileEnding, endingOptions } from '../../../../src/source/paginators/shared/ending.ts';
import { pageFacts } from '../../../helpers/pages.ts';

const schema = z.object(endingOptions);
const saidBy = (options: object, page: Parameters<typeof pageFacts>[0]) =>
  compileEnding(schema.parse(options)).after(pageFacts(page));
const STATED = { done: true, isComplete: true, isStated: true };

test('where nothing is said, nothing follows', () => {
  expect(saidBy({}, { body: { more: false } })).toBeUndefined();
  expect(saidBy({ has_more_path: 'more' }, { body: {} })).toBeUndefined();
});

test('has_more_path ends the chain, or promises another page', () => {
  expect(saidBy({ has_more_path: 'more' }, { body: { more: false } })).toEqual(STATED);
  expect(saidBy({ has_more_path: 'more' }, { body: { more: true } })).toBe(true);
});

describe('stop_condition', () => {
  test.each<[string, Parameters<typeof pageFacts>[0]]>([
    ['response.done', { body: { done: true } }],
    ["headers['x-last'] == 'yes'", { headers: { 'x-last': 'yes' } }],
    ['last_page_size < 2', { records: [{}] }],
    ['page >= 3', { index: 3 }],
    ["last_record['id'] == 9", { records: [{ id: 1 }, { id: 9 }] }],
  ])('%s', (stop_condition, page) => {
    expect(saidBy({ stop_condition }, page)).toEqual(STATED);
  });

  test('that is false promises another page', () => {
    expect(saidBy({ stop_condition: 'response.done' }, { body: { done: false } })).toBe(true);
  });

  test('that is true of a name that is on no page says nothing about the end', () => {
    const end = { done: true, isComplete: true };
    expect(
      saidBy({ stop_condition: "not response.get('inf', {}).get('more')" }, { body: { info: {} } }),
    ).toEqual(end);
    expect(saidBy({ stop_condition: 'not response.mor' }, { body: { more: true } })).toEqual(end);
    expect(saidBy({ stop_condition: 'not response.more' }, { body: { more: null } })).toEqual(STATED);
  });

  test('goes behind has_more_path, which may end the chain alone', () => {
    const options = { has_more_path: 'more', stop_condition: 'response.done' };
    expect(saidBy(options, { body: { more: true, done: true } })).toEqual(STATED);
    expect(saidBy(options, { body: { more: false, done: false } })).toEqual(STATED);
    expect(saidBy(options, { body: { more: true, done: false } })).toBe(true);
  });
});

test('the policy', () => {
  expect(compileEnding(schema.parse({})).policy).toEqual({ isTotalHint: false, maximumEmptyPages: 10 });
  expect(compileEnding(schema.parse({ total: 'hint', maximum_empty_pages: 3 })).policy).toEqual({
    isTotalHint: true,
    maximumEmptyPages: 3,
  });
});
