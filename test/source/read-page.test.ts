// An answer as a page: its records, the end, and where it breaks a promise.
import { describe, expect, test } from 'vitest';
import { HttpStatusError } from '../../src/core/errors.ts';
import type { PageAnswer } from '../../src/source/http/client.ts';
import { cursor } from '../../src/source/paginators/cursor.ts';
import { offset } from '../../src/source/paginators/offset.ts';
import { endByRefusal, messageOfIgnored, readPage } from '../../src/source/read-page.ts';

const counted = offset.create(offset.options.parse({ limit: 2 }));
const named = cursor.create(cursor.options.parse({ cursor_path: 'next' }));
const answerOf = (more: Partial<PageAnswer>): PageAnswer => ({
  status: 200,
  headers: {},
  size: 10,
  body: {},
  url: new URL('http://api.test/x'),
  ...more,
});
const select = (body: unknown) => {
  const { data } = body as { data: unknown[] | null };
  return { records: data ?? [], isList: data !== null };
};
const read = (paginator: typeof counted, more: Partial<PageAnswer>, isPromised = false, index = 2) =>
  readPage(paginator, { position: paginator.start, isPromised }, index, answerOf(more), select);

test('records, and where the chain goes on', () => {
  expect(read(counted, { body: { data: [{ id: 1 }] } })).toMatchObject({
    page: { index: 2, url: 'http://api.test/x', status: 200, records: [{ id: 1 }] },
    next: { position: { offset: 1 } },
    size: 10,
    isIgnored: false,
    isEmptyList: false,
  });
  expect(read(counted, { body: { data: [] } })).toMatchObject({ next: { done: true }, isEmptyList: true });
  expect(read(counted, { body: { data: null } })).toMatchObject({ next: { done: true }, isEmptyList: false });
});

describe('no body', () => {
  test('is the end', () => {
    expect(read(counted, { status: 204, body: undefined })).toMatchObject({
      next: { done: true, isComplete: true },
    });
  });

  test('is a fault where more was promised', () => {
    expect(() => read(named, { status: 204, body: undefined }, true)).toThrow(
      /HTTP 204 without a body, though the page before said/,
    );
  });
});

test('a failure that the body states counts where it holds no records', () => {
  const failed = { ok: false, error: 'quota used up' };
  expect(() => read(counted, { body: { data: [], ...failed } })).toThrow(
    'HTTP 200, but "ok" is false: quota used up',
  );
  expect(read(counted, { body: { data: [{ id: 1 }], ...failed } }).page.records).toHaveLength(1);
});

test('the end by response_actions is stated, whatever the paginator says', () => {
  expect(read(named, { body: undefined, isEnd: true }, true)).toMatchObject({
    next: { done: true, isStated: true },
  });
});

describe('an answer that is ignored', () => {
  const ignored = { status: 404, body: undefined, ignored: { message: 'no such list' } };

  test('on the first page is an empty page', () => {
    expect(read(named, ignored, false, 1)).toMatchObject({
      isIgnored: true,
      next: { done: true },
      page: { records: [] },
    });
  });

  test('later ends the chain with a warning', () => {
    expect(read(counted, ignored).next).toMatchObject({
      done: true,
      warning: 'page 2: no such list; the chain ended there',
    });
  });

  test('is a fault where only it could name the next page', () => {
    expect(() => read(named, ignored, true)).toThrow(
      /no such list, but the page before said that there is more/,
    );
  });

  test('has words of its own where the pipeline gives none', () => {
    expect(messageOfIgnored(answerOf({ status: 404, ignored: { message: undefined } }))).toBe(
      'HTTP 404 was ignored by response_actions',
    );
  });
});

describe('an error behind counted pages', () => {
  const step = { position: { offset: 4 } };
  const refusal = (status: number) => new HttpStatusError('no such page', status);

  test.each([400, 404, 416, 422])('HTTP %i is the end', (status) => {
    expect(endByRefusal(counted, step, 3, refusal(status))).toMatchObject({
      next: { done: true },
      page: { records: [], status },
      isEmptyList: false,
    });
  });

  test('any other is a fault', () => {
    expect(endByRefusal(counted, step, 3, refusal(403))).toBeUndefined();
    expect(endByRefusal(counted, step, 3, new Error('404'))).toBeUndefined();
    expect(endByRefusal(counted, step, 1, refusal(404))).toBeUndefined();
    expect(endByRefusal(counted, { ...step, isPromised: true }, 3, refusal(404))).toBeUndefined();
    expect(endByRefusal(named, step, 3, refusal(404))).toBeUndefined();
  });
});
