// Every registered paginator passes this suite; none can be left out, and none is known by name.
import { describe, expect, test } from 'vitest';
import { setPath } from '../../src/core/path.ts';
import {
  type Done,
  isDone,
  type Next,
  type PageFacts,
  type Paginator,
  type Position,
} from '../../src/source/paginators/contract.ts';
import { paginators } from '../../src/source/paginators/index.ts';

const PAGES = 4;

/**
 * An API that speaks every paginator's language, by its options alone: wherever an option names a path, a header or a
 * relation, the next page is named there, and a word quoted in an expression says whether there is more.
 */
function genericApi(
  options: Readonly<Record<string, unknown>>,
  paginator: Paginator,
  tokens: readonly unknown[],
) {
  const texts = Object.values(options).filter((value) => typeof value === 'string');
  const places = texts.filter((text) => /^[\w.-]+$/.test(text));
  const flags = texts.flatMap((text) => [...text.matchAll(/'(\w+)'/g)].map(([, word]) => word ?? ''));
  const seen: string[] = [];
  return (position: Position): PageFacts => {
    const request = JSON.stringify(paginator.request(position), (_key, value) =>
      typeof value === 'bigint' ? `${value}n` : value,
    );
    if (!seen.includes(request)) seen.push(request);
    const index = seen.indexOf(request) + 1;
    const isLast = index >= PAGES;
    const token = isLast ? null : tokens[index];
    const body: Record<string, unknown> = {};
    for (const place of places) setPath(body, place, token);
    const objects = [body, ...Object.values(body).filter((value) => typeof value === 'object')];
    for (const object of objects) for (const flag of flags) if (object) setIfFree(object, flag, !isLast);
    const links = places.map((place) => `<http://api/things?at=${token}>; rel="${place}"`).join(', ');
    const headers = Object.fromEntries(places.map((place) => [place.toLowerCase(), String(token)]));
    return {
      position,
      index,
      url: 'http://api/things',
      status: 200,
      headers: isLast ? {} : { ...headers, link: links },
      body,
      records: isLast ? [] : Array.from({ length: paginator.pageSize ?? 1 }, (_, id) => ({ id })),
    };
  };
}

function setIfFree(object: object, name: string, value: unknown): void {
  if (!(name in object)) Object.assign(object, { [name]: value });
}

describe.each(paginators.map((one) => [one.type, one] as const))('%s', (_type, declaration) => {
  const options = () => declaration.options.parse(declaration.example) as Record<string, unknown>;
  const create = (): Paginator => declaration.create(options() as never);
  const walk = (tokens: readonly unknown[]) => {
    const paginator = create();
    const api = genericApi(options(), paginator, tokens);
    const steps: { page: PageFacts; next: Next | Done }[] = [];
    for (let position = paginator.start; ; ) {
      const page = api(position);
      const next = paginator.next(page);
      steps.push({ page, next });
      if (isDone(next) || steps.length > PAGES) return steps;
      position = next.position;
    }
  };
  const tokens = ['a', 'b', 'c', 'd'];

  test('declares an example that it accepts itself, a summary, and a description of every key', () => {
    expect(() => declaration.options.parse(declaration.example)).not.toThrow();
    expect(declaration.summary).toMatch(/\.$/);
    for (const [key, schema] of Object.entries(declaration.options.shape)) {
      expect((schema as { description?: string }).description, key).toBeTruthy();
    }
  });

  test('reads every page and ends after the last', () => {
    const steps = walk(tokens);
    const namesNoPlace = Object.keys(declaration.example).length === 1;
    expect(steps.length).toBe(namesNoPlace ? 1 : PAGES);
    expect(steps.map(({ next }) => isDone(next))).toEqual(steps.map((_, i) => i === steps.length - 1));
  });

  test('a position that was saved as JSON asks for the same page, and the chain goes on from it', () => {
    const other = create();
    for (const sort of [tokens, [1, 2, 3, 4], [1n, 2n, 3n, 4n].map((n) => n + 2n ** 60n)]) {
      let steps: ReturnType<typeof walk>;
      try {
        steps = walk(sort);
      } catch (error) {
        // A number is no link; then there is nothing to save.
        expect((error as Error).message).toMatch(/no text/);
        continue;
      }
      for (const { page, next } of steps) {
        const saved = JSON.parse(JSON.stringify(page.position));
        expect(saved).toEqual(page.position);
        expect(other.request(saved)).toEqual(create().request(page.position));
        expect(other.next({ ...page, position: saved })).toEqual(next);
      }
    }
  });

  test('is pure: the same page gives the same answer, whatever came before', () => {
    const used = create();
    for (const { page } of walk(tokens)) used.next(page);
    expect(used.start).toEqual(create().start);
    for (const { page, next } of walk(tokens)) expect(used.next(page)).toEqual(next);
  });

  test('a page ahead is where the chain arrives when all pages are full', () => {
    const paginator = create();
    const steps = walk(tokens);
    const [first] = steps;
    if (first === undefined || paginator.ahead === undefined) return;
    for (const [i, { next }] of steps.slice(0, -1).entries()) {
      if (!isDone(next)) expect(paginator.ahead(first.page, i)).toEqual(next.position);
    }
  });

  test('ends on a body that is null, as an ignored answer has it', () => {
    const paginator = create();
    const facts = { index: 1, url: 'http://api/', status: 200, headers: {}, records: [], body: null };
    const next = paginator.next({ ...facts, position: paginator.start });
    expect(isDone(next)).toBe(true);
  });
});
