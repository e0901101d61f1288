// An answer that repeats which part of all records it holds: `{"skip": 0, "limit": 30, "total": 194}`, `{"page": 1, "pages": 7}`.
import { type PageFacts, recordCount } from '../paginators/contract.ts';
import { type Container, containersOf, isObject, join } from './containers.ts';
import { CURRENT, OFFSET, PAGE, PAGES, plainName, SIZE } from './names.ts';
import { countOf, type Statement } from './sign.ts';
import { recordTotal } from './statement.ts';

export interface Echo {
  readonly kind: 'offset' | 'page';
  /** Path in the body. */
  readonly place: string;
  /** The query parameter that the API can be expected to read it from. */
  readonly param: string;
  /** The value that stands there. */
  readonly at: number;
  /** Records that a full page holds: as stated, else those of this page. */
  readonly size: number;
}

/** What the answer to the first request repeats; undefined where it can be read in more ways than one, or in none. */
export function echoOf(page: PageFacts, statement: Statement): Echo | undefined {
  // A selector that picks or gathers records gives other numbers of them than the API counts.
  if (page.records.length === 0 || !isListIn(page.body, page.records)) return undefined;
  const echoes = containersOf(page.body, page.records).flatMap((container) =>
    echoesIn(container, page, recordTotal(statement) !== undefined),
  );
  return echoes.length === 1 ? echoes[0] : undefined;
}

function echoesIn({ path, value }: Container, page: PageFacts, hasTotal: boolean): Echo[] {
  const { url } = page;
  const received = recordCount(page);
  const entries = Object.entries(value).map(([key, one]) => ({
    key,
    name: plainName(key),
    count: countOf(one),
  }));
  // `count` is the size of a page only where it counts this one.
  const sizes = entries.filter(
    ({ name, count = 0 }) => SIZE.test(name) && count >= received && (name !== 'count' || count === received),
  );
  const size = (sizes.find(({ name }) => name !== 'count') ?? sizes[0])?.count;
  const hasPages = entries.some(({ name, count }) => PAGES.test(name) && count !== undefined);
  return entries.flatMap(({ key, name, count: at }): Echo[] => {
    const place = join(path, key);
    if (OFFSET.test(name) && size !== undefined && hasTotal) {
      // SCIM's startIndex counts from 1.
      const isFirst = at === 0 || (at === 1 && name === 'startindex');
      return isFirst ? [{ kind: 'offset', place, param: paramOf(key, at, url), at, size }] : [];
    }
    // Spring's `number` stands beside these.
    const isPage = PAGE.test(name) || (name === 'number' && hasPages && size !== undefined);
    if (!isPage || (at !== 0 && at !== 1) || !(hasPages || (size !== undefined && hasTotal))) return [];
    return [{ kind: 'page', place, param: paramOf(key, at, url), at, size: size ?? received }];
  });
}

/** As the request spells it (`page[number]`, `$skip`), else by the name that the answer gives it. */
function paramOf(key: string, at: number, url: string): string {
  const name = plainName(key);
  const isAsked = ([param, value]: [string, string]) =>
    plainName(param).endsWith(name) && value === String(at);
  const asked = [...new URL(url).searchParams].find(isAsked)?.[0];
  return asked ?? (name === 'number' || (name === 'currentpage' && CURRENT.test(name)) ? 'page' : key);
}

// Deeper than any API wraps its records.
const DEEPEST = 6;

function isListIn(body: unknown, records: readonly unknown[], depth = DEEPEST): boolean {
  if (body === records) return true;
  return (
    depth > 0 &&
    isObject(body) &&
    Object.values(body).some((value) => (value === records ? true : isListIn(value, records, depth - 1)))
  );
}
