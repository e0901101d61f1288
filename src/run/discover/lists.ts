// Where the records of a body may be: every list of objects in it, the likeliest first.
import { isObject, join } from '../../source/evidence/containers.ts';

export interface Found {
  /** A data_selector. */
  readonly selector: string;
  /** The list as it stands in the body; its entries are the records, or hold them (`node`). */
  readonly list: readonly unknown[];
  readonly records: readonly Readonly<Record<string, unknown>>[];
}

const USUAL =
  /^(data|items|results?|records|values?|entries|objects|rows|content|edges|nodes|hits|elements|resources|members?|list|docs|documents|_embedded)$/i;
// Lists about the answer, or beside the records.
const BESIDE =
  /^(included|includes|errors?|warnings?|messages?|links?|_links|facets?|facet_counts|aggregations|columns|fields|schemas?|meta|metadata|filters?|sort|parameters|navigation|relationships)$/i;
const DEEPEST = 5;

/** @param hint the last word of the path, by which many APIs call their list */
export function recordLists(body: unknown, hint: string): readonly Found[] {
  const found: (Found & { score: number })[] = [];
  const visit = (value: unknown, path: string, key: string, depth: number) => {
    if (Array.isArray(value)) {
      const one = foundAt(value, path);
      if (one !== undefined) found.push({ ...one, score: scoreOf(key, hint, one, depth) });
      return;
    }
    if (!isObject(value) || depth > DEEPEST) return;
    for (const [name, inner] of Object.entries(value)) visit(inner, join(path, name), name, depth + 1);
  };
  visit(body, '', '', 0);
  return found.sort((a, b) => b.score - a.score);
}

/** Whether a list about the answer, or beside the records, stands there. */
export function isBeside({ selector }: Found): boolean {
  return selector.split('.').some((key) => BESIDE.test(key));
}

/** Whether a body holds a list where records usually are, and not of objects. */
export function hasOtherList(body: Readonly<Record<string, unknown>>): boolean {
  return Object.entries(body).some(
    ([key, value]) => USUAL.test(key) && Array.isArray(value) && !value.every(isObject),
  );
}

function foundAt(list: readonly unknown[], path: string): Found | undefined {
  if (!list.every(isObject)) return undefined;
  const selector = path === '' ? '$' : path;
  const nodes = list.map((one) => one.node);
  const isEdges = list.length > 0 && nodes.every(isObject);
  return isEdges
    ? { selector: `${selector}[*].node`, list, records: nodes as Found['records'] }
    : { selector, list, records: list as Found['records'] };
}

function scoreOf(key: string, hint: string, { records }: Found, depth: number): number {
  const isNamed = key !== '' && plain(key) === plain(hint);
  const usual = USUAL.test(key) || isNamed ? 1000 : 0;
  const beside = BESIDE.test(key) ? -3000 : 0;
  return usual + beside + (isNamed ? 200 : 0) + Math.min(records.length, 150) - depth * 100;
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}
