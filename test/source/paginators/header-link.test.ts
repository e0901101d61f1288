// header_link: the relation that is asked for, and what its absence means.
import { expect, test } from 'vitest';
import { headerLink } from '../../../src/source/paginators/header-link.ts';
import { pageFacts } from '../../helpers/pages.ts';

const create = (options: object = {}) => headerLink.create(headerLink.options.parse(options));
const pageWith = (link: string | undefined, body: object = {}) =>
  pageFacts({ body, headers: link === undefined ? {} : { link } });

test('follows its relation, resolved against the page', () => {
  const link = '<?page=2>; rel="next", </more>; rel="more"';
  expect(create().next(pageWith(link))).toEqual({
    position: { url: 'http://api.test/things?page=2' },
    isPromised: true,
  });
  expect(create({ links_next_key: 'more' }).next(pageWith(link))).toMatchObject({
    position: { url: 'http://api.test/more' },
  });
});

test('ends without it, and looks for it by its key', () => {
  const { next, ending } = create();
  expect(next(pageWith(undefined))).toEqual({ done: true, isComplete: true });
  expect(ending?.looksFor).toMatchObject({ key: 'links_next_key', value: 'next' });
  expect(ending?.looksFor?.isOn(pageWith('</a>; rel="prev"'))).toBe(false);
  expect(ending?.looksFor?.isOn(pageWith('</a>; rel="next"'))).toBe(true);
});

test('more that is said but not named is an error; an end that is said is one, whatever is named', () => {
  const paginator = create({ has_more_path: 'more' });
  expect(() => paginator.next(pageWith(undefined, { more: true }))).toThrow(
    /its Link header names no "next"/,
  );
  expect(paginator.next(pageWith('</a>; rel="next"', { more: false }))).toMatchObject({
    done: true,
    isStated: true,
  });
});

test('a header that cannot be read is an error', () => {
  expect(() => create().next(pageWith('what <is this'))).toThrow(/Link header cannot be read/);
});
