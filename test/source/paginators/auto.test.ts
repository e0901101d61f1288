// auto: links that can mean nothing else are followed, anything else ends the chain and is left to the evidence.
import { expect, test } from 'vitest';
import { auto } from '../../../src/source/paginators/auto.ts';
import { pageFacts } from '../../helpers/pages.ts';

const create = (options: object = {}) => auto.create(auto.options.parse(options));
const records = [{ id: 1 }];
const next = (body: object, headers: Record<string, string> = {}, options: object = {}) =>
  create(options).next(pageFacts({ body: { data: records, ...body }, records, headers }));
const to = (path: string) => ({ position: { url: `http://api.test${path}` }, isPromised: true });

test('a Link header goes before a link in the body', () => {
  expect(next({ next: '/b' }, { link: '</a>; rel="next"' })).toEqual(to('/a'));
  expect(next({ next: '/b' }, { link: '</a>; rel="prev"' })).toEqual(to('/b'));
});

test.each([{ next: 'abc' }, { next_cursor: 'abc' }, { has_more: true }, { next: null }, {}])(
  '%o is no link',
  (body) => {
    expect(next(body)).toMatchObject({ done: true, isComplete: true });
  },
);

test('a link beside a flag that says that this is the end is not followed', () => {
  expect(next({ next: '/b', has_more: false })).toMatchObject({ done: true });
});

test('the keys of an end go before what the page names', () => {
  expect(next({ next: '/b', over: true }, {}, { stop_condition: 'response.over' })).toMatchObject({
    done: true,
    isStated: true,
  });
});

test('rebase takes a link to another host home', () => {
  expect(next({ next: 'https://other.test/b?page=2' }, {}, { origin: 'rebase' })).toEqual(to('/b?page=2'));
});

test('it is known for one that nobody named', () => {
  expect(create().ending?.isAssumed).toBe(true);
});
