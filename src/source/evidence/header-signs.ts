// Signs in headers and status: Link, X-Total-*, Next-Page, Content-Range, 206.
import type { PageFacts } from '../paginators/contract.ts';
import { nextLinkOf } from '../paginators/shared/link-header.ts';
import { statementOf } from './body-signs.ts';
import { isObject } from './containers.ts';
import { plainName } from './names.ts';
import { countOf, type Sign, type Statement, type Total } from './sign.ts';

const NEXT_HEADER =
  /^x?(ms)?(pagination)?(next(page|cursor|token|link|url|offset|marker|pagetoken|key)*|continuation(token)?)$/;
const RANGE = /^\s*[\w-]*\s*(\d+)-(\d+)\/(\d+|\*)\s*$/;

export function headerStatement({ headers, status, index }: PageFacts): Statement {
  const signs: Sign[] = [];
  const totals: Total[] = [];
  const known: Record<string, unknown> = {};
  const headerOf = new Map<string, string>();
  for (const [name, value] of Object.entries(headers)) {
    const plain = plainName(name).replace(/^x(?=wp|total|pag|has|more|count|is)/, '');
    if (name === 'x-pagination') Object.assign(known, objectIn(value));
    else if (/^x-|total|has-more|page/.test(name)) {
      known[plain] = value;
      headerOf.set(plain, name);
    }
    if (NEXT_HEADER.test(plainName(name)) && !/^(|0|null|none|false)$/i.test(value)) {
      signs.push(header('cursor', name, value, `the header ${name} names a next page`));
    }
  }
  const hasNext = nextLinkOf(headers.link) !== undefined;
  if (hasNext) {
    signs.push(header('link', 'link', headers.link, 'the Link header names a next page'));
  }
  const [, , last, size] = RANGE.exec(headers['content-range'] ?? '') ?? [];
  const total = countOf(size);
  if (total !== undefined)
    totals.push({ kind: 'records', isHeader: true, place: 'content-range', count: total });
  else if (status === 206 && index === 1) {
    const words = `the answer is HTTP 206, a part${last === undefined ? '' : ` up to ${last}`}`;
    signs.push(header('partial', 'status', status, words));
  }
  const named = statementOf([{ path: '', value: known, isEnvelope: true }], true);
  const flags = named.signs.filter((sign) => sign.kind === 'flag');
  return {
    signs: [...signs, ...flags],
    totals: [
      ...totals,
      ...named.totals.map((one) => ({ ...one, place: headerOf.get(one.place) ?? one.place })),
    ],
    isEndSaid: named.isEndSaid,
    isNoNextNamed: (headers.link !== undefined && !hasNext) || named.isNoNextNamed,
  };
}

function header(kind: Sign['kind'], place: string, value: unknown, words: string): Sign {
  return { kind, isHeader: true, place, value, words };
}

function objectIn(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}
