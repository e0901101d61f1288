// Signs that count only where nothing better is known: a page as full as was asked for, a key that looks like the one named.
import { distance } from 'fastest-levenshtein';
import { type EndingPolicy, type PageFacts, recordCount } from '../paginators/contract.ts';
import { type Container, containersOf, join } from './containers.ts';
import { plainName, SEARCH, SIZE } from './names.ts';
import type { Sign } from './sign.ts';

/** As many records as the request asked for. */
export function fullPage(page: PageFacts): Sign | undefined {
  const count = recordCount(page);
  for (const [name, value] of new URL(page.url).searchParams) {
    if (!SIZE.test(plainName(name)) || count < 2 || value !== String(count)) continue;
    const words = `as many records came as were asked for by ${name}=${value}`;
    return { kind: 'full', isHeader: false, place: name, value, words };
  }
  return undefined;
}

/** A search that is kept open, or the sort values to go on from: on every page, be it the last. */
export function openSearch({ body, records }: PageFacts): Sign | undefined {
  if (records.length === 0) return undefined;
  for (const { path, value } of containersOf(body, records)) {
    for (const [key, inner] of Object.entries(value)) {
      const isThere =
        (typeof inner === 'string' && inner !== '') || (Array.isArray(inner) && inner.length > 0);
      if (!isThere || !SEARCH.test(plainName(key))) continue;
      const place = join(path, key);
      return {
        kind: 'cursor',
        isHeader: false,
        place,
        value: inner,
        words: `"${place}" says where a search goes on`,
      };
    }
  }
  return undefined;
}

/** A key or header whose name is nearly the one that the pipeline names, and that holds something. */
export function lookalike(policy: EndingPolicy, page: PageFacts): Sign | undefined {
  const { looksFor } = policy;
  if (looksFor === undefined) return undefined;
  const wanted = plainName(looksFor.value);
  const near: {
    readonly place: string;
    readonly value: unknown;
    readonly isHeader: boolean;
    readonly away: number;
  }[] = [];
  const take = (place: string, value: unknown, isHeader: boolean) => {
    const away = distance(plainName(place), wanted);
    if (away <= Math.max(1, wanted.length / 6)) near.push({ place, value, isHeader, away });
  };
  for (const { path, value } of inside(containersOf(page.body, page.records), page.records)) {
    for (const [key, inner] of Object.entries(value)) {
      const isScalar = (typeof inner === 'string' && inner !== '') || typeof inner === 'number';
      if (isScalar) take(join(path, key), inner, false);
    }
  }
  for (const [name, value] of Object.entries(page.headers)) if (value !== '') take(name, value, true);
  const [nearest] = near.sort((a, b) => a.away - b.away);
  if (nearest === undefined) return undefined;
  const { place, value, isHeader } = nearest;
  return { kind: 'cursor', isHeader, place, value, words: `"${place}" is there and looks like it` };
}

// An object of a name that no API uses may hold the cursor, too.
function inside(containers: readonly Container[], records: readonly unknown[]): readonly Container[] {
  return containers.flatMap((container) => {
    const objects = Object.entries(container.value).filter(
      ([, value]) =>
        typeof value === 'object' && value !== null && !Array.isArray(value) && value !== records[0],
    );
    const below = objects.map(([key, value]) => ({
      path: join(container.path, key),
      value: value as Readonly<Record<string, unknown>>,
      isEnvelope: true,
    }));
    return [container, ...below];
  });
}
