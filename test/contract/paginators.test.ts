// Every registered paginator passes this suite; none can be left out.
import { describe, expect, test } from 'vitest';
import { isDone, type PageFacts, type Paginator } from '../../src/source/paginators/contract.ts';
import { paginators } from '../../src/source/paginators/index.ts';

/** A page whose every known spelling of "next" names this one, or none. */
function pageAt(position: PageFacts['position'], index: number, next: string | null): PageFacts {
  const isLast = next === null;
  return {
    position,
    index,
    body: { info: { next_page_token: next, more_records: !isLast }, paging: { next } },
    headers: isLast ? {} : { link: `</things?page=${next}>; rel="next"`, 'x-next-cursor': next },
    records: isLast ? [] : [{ id: index }],
  };
}

describe.each(paginators.map((one) => [one.type, one] as const))('%s', (_type, declaration) => {
  const options = () => declaration.options.parse(declaration.example);
  const create = (): Paginator => declaration.create(options() as never);

  test('declares an example that it accepts itself, a summary, and a description of every key', () => {
    expect(() => declaration.options.parse(declaration.example)).not.toThrow();
    expect(declaration.summary).toMatch(/\.$/);
    for (const [key, schema] of Object.entries(declaration.options.shape)) {
      expect((schema as { description?: string }).description, key).toBeTruthy();
    }
  });

  test('is pure: the same page gives the same request, whatever came before', () => {
    const one = create();
    const other = create();
    expect(one.first()).toEqual(other.first());
    one.next(pageAt(one.first().position, 1, 'b'));
    const page = pageAt(one.first().position, 2, 'c');
    expect(one.next(page)).toEqual(other.next(page));
  });

  test('a position is plain JSON, and the chain goes on from it alone', () => {
    const paginator = create();
    const second = paginator.next(pageAt(paginator.first().position, 1, 'b'));
    if (isDone(second)) return;
    const position = JSON.parse(JSON.stringify(second.position));
    expect(position).toEqual(second.position);
    expect(position).not.toEqual(paginator.first().position);
    expect(create().next(pageAt(position, 2, 'c'))).toEqual(paginator.next(pageAt(second.position, 2, 'c')));
  });

  test('ends after the last page', () => {
    const paginator = create();
    expect(isDone(paginator.next(pageAt(paginator.first().position, 1, null)))).toBe(true);
  });

  test('ends on a body that is null, as an ignored answer has it', () => {
    const paginator = create();
    const page = { ...pageAt(paginator.first().position, 1, null), body: null };
    expect(isDone(paginator.next(page))).toBe(true);
  });
});
