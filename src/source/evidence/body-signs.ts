// Signs in a body, at its top or in its envelope; a value that says nothing (null, "", false) is none.

import { own } from '../../core/path.ts';
import { type Container, containersOf, isObject, join } from './containers.ts';
import { CURRENT, CURSOR, LAST, LEFT, LIMITED, MORE, NEXT, PAGES, PLACE, plainName, TOTAL } from './names.ts';
import { countOf, isAddress, type Sign, type Statement, type Total } from './sign.ts';

export function bodyStatement(body: unknown, records: readonly unknown[]): Statement {
  return statementOf(containersOf(body, records));
}

/** @param place prefix of the paths, for what is not in the body */
export function statementOf(containers: readonly Container[], isHeader = false): Statement {
  const signs: Sign[] = [];
  const totals: Total[] = [];
  let isEndSaid = false;
  let isNoNextNamed = false;
  let flagPlace: string | undefined;
  for (const container of containers) {
    for (const [key, value] of Object.entries(container.value)) {
      const name = plainName(key);
      const place = join(container.path, key);
      const flag = flagOf(name, value);
      if (flag === false) isEndSaid = true;
      if (typeof value === 'boolean' && MORE.test(name)) flagPlace ??= place;
      if (flag === true)
        signs.push({ kind: 'flag', isHeader, place, value, words: `"${place}" says that there is more` });
      const left = leftOf(name, value, container);
      if (left === 0) isEndSaid = true;
      if (left !== undefined && left > 0)
        signs.push({
          kind: 'flag',
          isHeader,
          place,
          value,
          words: `"${place}" says that ${left} more remain`,
        });
      const next = nextOf(name, value, place, container);
      if (next !== undefined) signs.push({ ...next, isHeader });
      else if (NEXT.test(name) || CURSOR.test(name)) isNoNextNamed = true;
      const total = totalOf(name, value, container);
      if (total !== undefined) totals.push({ ...total, place, isHeader });
    }
  }
  return { signs, totals, isEndSaid, isNoNextNamed, flagPlace };
}

function flagOf(name: string, value: unknown): boolean | undefined {
  const word = typeof value === 'string' ? value.toLowerCase() : value;
  const isMore = MORE.test(name);
  if (!isMore && !LAST.test(name) && !NEXT.test(name)) return undefined;
  if (word === true || word === 'true' || (isMore && word === 1)) return isMore || NEXT.test(name);
  if (word === false || word === 'false' || (isMore && word === 0)) return LAST.test(name);
  return undefined;
}

// How many are left, where that can be meant.
function leftOf(name: string, value: unknown, { value: siblings }: Container): number | undefined {
  if (LEFT.test(name)) return countOf(value);
  if (name !== 'remaining') return undefined;
  const names = Object.keys(siblings).map(plainName);
  const isOfList = names.some((one) => PLACE.test(one)) && !names.some((one) => LIMITED.test(one));
  return isOfList ? countOf(value) : undefined;
}

type Found = Omit<Sign, 'isHeader'>;

function nextOf(name: string, value: unknown, place: string, container: Container): Found | undefined {
  const isNext = NEXT.test(name);
  // Airtable's kind: a number is where this page began, anything else where the next one does.
  const isOpaqueOffset = name === 'offset' && typeof value === 'string' && !/^\d*$/.test(value);
  if (isNext && isObject(value)) return insideNext(value, place);
  if ((name === 'links' || name === 'link') && Array.isArray(value)) return nextOfList(value, place);
  if (!isNext && !CURSOR.test(name) && !isOpaqueOffset) return undefined;
  // An element of XML with attributes: its text is the cursor, where it has any.
  if (isObject(value) && own(value, '#text') !== undefined)
    return nextOf(name, own(value, '#text'), join(place, '#text'), container);
  if (isObject(value)) return isOfAttributes(value) ? undefined : found('cursor', place, value);
  if (!isNamed(value) || isCurrentPage(value, container)) return undefined;
  return found(isNext && isAddress(value) ? 'link' : 'cursor', place, value);
}

function found(kind: 'link' | 'cursor', place: string, value: unknown): Found {
  return { kind, place, value, words: `"${place}" names a next page` };
}

function isOfAttributes(value: object): boolean {
  return Object.keys(value).every((key) => key.startsWith('@'));
}

function isNamed(value: unknown): boolean {
  if (typeof value === 'number' || typeof value === 'bigint') return value > 0;
  return typeof value === 'string' && !/^(|0|-1|null|none|false|undefined)$/i.test(value.trim());
}

// `{"page": 3, "next_page": 3}` is how some say that page 3 is the last.
function isCurrentPage(value: unknown, { value: siblings }: Container): boolean {
  if (countOf(value) === undefined) return false;
  return Object.entries(siblings).some(
    ([key, one]) =>
      /^(current)?page(number|no|index)?$/.test(plainName(key)) && countOf(one) === countOf(value),
  );
}

const INSIDE_NEXT = [
  'href',
  'url',
  'link',
  'uri',
  'after',
  'starting_after',
  'startingAfter',
  'cursor',
  'token',
  'page',
  'offset',
  'start',
];

function insideNext(value: Readonly<Record<string, unknown>>, place: string): Found | undefined {
  for (const key of INSIDE_NEXT) {
    const inner = value[key];
    if (!isNamed(inner)) continue;
    return found(isAddress(inner) ? 'link' : 'cursor', `${place}.${key}`, inner);
  }
  return undefined;
}

// `[{"rel": "next", "href": "…"}]`, and FHIR's `relation` and `url`.
function nextOfList(links: readonly unknown[], place: string): Found | undefined {
  for (const link of links) {
    if (!isObject(link)) continue;
    const relation = ['rel', 'relation'].find((key) => link[key] === 'next');
    const address = ['href', 'url', 'uri'].find((key) => isNamed(link[key]));
    if (relation === undefined || address === undefined) continue;
    return found('link', `$.${place}[?@.${relation} == 'next'].${address}`, link[address]);
  }
  return undefined;
}

function totalOf(
  name: string,
  value: unknown,
  container: Container,
): Pick<Total, 'kind' | 'count'> | undefined {
  if (TOTAL.test(name)) {
    const inner = isObject(value) ? (value.value ?? value.count) : value;
    const count = countOf(inner);
    return count === undefined ? undefined : { kind: 'records', count };
  }
  if (!PAGES.test(name)) return undefined;
  const count = countOf(value);
  // At the top of a body a book may have pages, too.
  const isOfPages =
    name !== 'pages' ||
    container.isEnvelope ||
    Object.keys(container.value).some((key) => CURRENT.test(plainName(key)));
  return count === undefined || !isOfPages ? undefined : { kind: 'pages', count };
}
