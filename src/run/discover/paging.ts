// Which paginator an answer speaks for: by what it says, by what the address asked for, else by what is usual.
import { type Echo, echoOf } from '../../source/evidence/echo.ts';
import { OFFSET, PAGE, plainName, SIZE } from '../../source/evidence/names.ts';
import { countOf, type Sign, type Statement } from '../../source/evidence/sign.ts';
import { pageStatement, pageTotal, recordTotal } from '../../source/evidence/statement.ts';
import { paginatorFor } from '../../source/evidence/suggest.ts';
import type { PageFacts } from '../../source/paginators/contract.ts';
import { nextLinkOf } from '../../source/paginators/shared/link-header.ts';

export type Options = Readonly<Record<string, unknown>> & { readonly type: string };

export interface Paging {
  /** Undefined where nothing says that there is more. */
  readonly options: Options | undefined;
  /** What speaks for it. */
  readonly why: string;
  /** Parameters of the address that the paginator sends from now on. */
  readonly takes: readonly string[];
  /** What a person should look at. */
  readonly doubts: readonly string[];
}

/** @param page the first answer, with the list as it stands in the body for its records */
export function readPaging(page: PageFacts): Paging {
  const statement = pageStatement(page);
  const asked = askedIn(page.url);
  const takes = [asked.page, asked.offset, asked.cursor].filter((name) => name !== undefined);
  const found =
    byLink(page, statement) ??
    byCursor(page, statement, asked) ??
    byEcho(page, statement, asked) ??
    byFlag(page, statement, asked) ??
    byTotal(page, statement, asked) ??
    byQuestion(page, statement, asked);
  return found === undefined
    ? { options: undefined, why: 'the answer says nothing of further pages', takes: [], doubts: [] }
    : { doubts: [], ...found, takes: [...takes, ...sizeTaken(found.options, asked)] };
}

type Guess = { readonly options: Options; readonly why: string; readonly doubts?: readonly string[] };

interface Asked {
  readonly page?: string;
  readonly offset?: string;
  readonly cursor?: string;
  readonly size?: readonly [name: string, value: number];
}

const CURSORS = /^(cursor|after|startingafter|(next)?(page|continuation)?(token|marker)|marker|nextcursor)$/;
const PAGES = /^(p|pg|page|pagenumber|pageno|pagenum|pageindex|currentpage)$/;

/** What the address asks for by parameters of paging; `page[number]` is `pagenumber`. */
function askedIn(address: string): Asked {
  const asked: { -readonly [Key in keyof Asked]: Asked[Key] } = {};
  for (const [name, value] of new URL(address).searchParams) {
    const plain = plainName(name);
    const isNumber = /^\d{1,9}$/.test(value);
    if (isNumber && (PAGES.test(plain) || PAGE.test(plain))) asked.page ??= name;
    else if (isNumber && (OFFSET.test(plain) || OFFSET.test(plain.replace(/^(page|pagination)/, ''))))
      asked.offset ??= name;
    else if (CURSORS.test(plain.replace(/^(page|pagination)(?=cursor|after)/, ''))) asked.cursor ??= name;
    else if (isNumber && Number(value) > 0 && isSize(plain)) asked.size ??= [name, Number(value)];
  }
  return asked;
}

function isSize(plain: string): boolean {
  return SIZE.test(plain) || SIZE.test(plain.replace(/^(page|pagination)/, ''));
}

// An offset sends its limit itself.
function sizeTaken({ type, limit_param }: Options, { size }: Asked): readonly string[] {
  const isSent = size !== undefined && (limit_param ?? (type === 'offset' ? 'limit' : undefined)) === size[0];
  return isSent ? [size[0]] : [];
}

function byLink(page: PageFacts, { signs, isEndSaid }: Statement): Guess | undefined {
  const header = nextLinkOf(page.headers.link);
  if (header !== undefined)
    return {
      options: { type: 'header_link', ...elsewhere(header, page) },
      why: 'a Link header names the next page',
    };
  const sign = isEndSaid ? undefined : signs.find(({ kind, isHeader }) => kind === 'link' && !isHeader);
  if (sign === undefined) return undefined;
  const options = { type: 'json_link', next_url_path: sign.place, ...elsewhere(String(sign.value), page) };
  return { options, why: `"${sign.place}" holds the address of the next page` };
}

/** A link to another host is turned back to the one that was asked. */
function elsewhere(link: string, { url }: PageFacts): object {
  const isHome = !URL.canParse(link, url) || new URL(link, url).origin === new URL(url).origin;
  return isHome ? {} : { origin: 'rebase' };
}

function byCursor(page: PageFacts, statement: Statement, asked: Asked): Guess | undefined {
  const { signs, isEndSaid } = statement;
  const sign = isEndSaid ? undefined : signs.find(({ kind }) => kind === 'cursor');
  if (sign === undefined) return undefined;
  const suggested = paginatorFor(sign, undefined) as Options;
  if (suggested.type === 'page_number') return withSize({ ...suggested, ...named(asked) }, sign.words, asked);
  // A number beside the number that came is counted better than followed.
  if (countOf(sign.value) !== undefined && echoOf(page, statement) !== undefined) return undefined;
  const isObject = typeof sign.value === 'object';
  const { cursor_param: usual, ...rest } = suggested;
  const cursor_param = asked.cursor ?? usual;
  const options = isObject || cursor_param === undefined ? rest : { ...rest, cursor_param };
  const isGuessed = !isObject && asked.cursor === undefined;
  return {
    options: options as Options,
    why: sign.words,
    doubts: isGuessed
      ? [`that the API takes the cursor as "${String(cursor_param)}" is a guess by its name`]
      : [],
  };
}

function named({ page }: Asked): object {
  return page === undefined ? {} : { page_param: page };
}

function withSize(options: Options, why: string, { size }: Asked): Guess {
  if (size === undefined) return { options, why };
  return { options: { ...options, limit_param: size[0], limit: size[1] }, why };
}

function byEcho(page: PageFacts, statement: Statement, asked: Asked): Guess | undefined {
  const echo = statement.isEndSaid ? undefined : echoOf(page, statement);
  if (echo === undefined) return undefined;
  const why = `"${echo.place}" repeats where the page begins`;
  const records = recordTotal(statement);
  const inBody = (one: { isHeader: boolean; place: string } | undefined) =>
    one === undefined || one.isHeader ? undefined : one.place;
  if (echo.kind === 'offset') {
    const path = inBody(records);
    const limit = limitParam(page, echo);
    return {
      why,
      options: {
        type: 'offset',
        offset_param: echo.param,
        ...(echo.at === 0 ? {} : { offset: echo.at }),
        limit: asked.size?.[1] ?? echo.size,
        limit_param: asked.size?.[0] ?? limit,
        // One that counts from 1 states a total that offsets go beyond; it is found all the same.
        ...(path === undefined ? {} : { total_path: path }),
      },
    };
  }
  const pages = inBody(pageTotal(statement));
  const total = inBody(records);
  const options = {
    type: 'page_number',
    page_param: nested(page, echo),
    base_page: echo.at,
    ...(pages === undefined ? {} : { total_path: pages }),
    ...(total === undefined ? {} : { total_records_path: total }),
  };
  return withSize(options, why, asked);
}

/** The parameter of the size: called as the answer calls it, `count` for SCIM's `itemsPerPage`. */
function limitParam({ body }: PageFacts, { place, size }: Echo): string {
  const parent = place.includes('.') ? place.replace(/\.[^.]*$/, '') : '';
  const container = parent.split('.').reduce<unknown>((value, key) => {
    return key === '' ? value : Object(value)[key];
  }, body);
  const keys = Object.entries(Object(container)).filter(
    ([key, value]) => SIZE.test(plainName(key)) && Number(value) === size && plainName(key) !== 'count',
  );
  const key = keys[0]?.[0] ?? 'limit';
  return plainName(key) === 'itemsperpage' ? 'count' : key;
}

/** Strapi and JSON:API put their parameters in brackets. */
function nested({ body, headers }: PageFacts, { param, place }: Echo): string {
  const meta = Object(Object(body).meta);
  if (/^meta\.pagination\./.test(place) && 'pageCount' in Object(meta.pagination)) return 'pagination[page]';
  const isJsonApi = /vnd\.api\+json/.test(headers['content-type'] ?? '') || 'jsonapi' in Object(body);
  return isJsonApi && param === 'page' ? 'page[number]' : param;
}

function byFlag(page: PageFacts, { signs, isEndSaid }: Statement, asked: Asked): Guess | undefined {
  const flag = isEndSaid ? undefined : signs.find(({ kind, isHeader }) => kind === 'flag' && !isHeader);
  if (flag === undefined) return undefined;
  const suggested = paginatorFor(flag, undefined) as Options;
  if (suggested.cursor_path !== undefined) {
    const { cursor_body_path: _, ...rest } = suggested;
    return { options: { ...rest, cursor_param: asked.cursor ?? 'after' } as Options, why: flag.words };
  }
  return keyset(page, flag) ?? withSize({ ...suggested, ...named(asked) }, flag.words, asked);
}

/** Stripe's kind: a list that says it has more, and goes on behind the id of its last record. */
function keyset({ body }: PageFacts, { place, words }: Sign): Guess | undefined {
  if (Object(body).object !== 'list' || !Array.isArray(Object(body).data)) return undefined;
  const options = {
    type: 'cursor',
    cursor_path: 'data[-1].id',
    cursor_param: 'starting_after',
    has_more_path: place,
  };
  return { options, why: `${words}, as Stripe’s lists do` };
}

function byTotal(page: PageFacts, statement: Statement, asked: Asked): Guess | undefined {
  const records = recordTotal(statement);
  const pages = pageTotal(statement);
  const total = records ?? pages;
  const isMore =
    (records !== undefined && records.count > page.records.length) ||
    (pages !== undefined && pages.count > 1);
  if (statement.isEndSaid || total === undefined || !isMore) return undefined;
  const why = `"${total.place}" states ${total.count} ${total.kind === 'pages' ? 'pages' : 'records'}, more than came`;
  if (asked.offset !== undefined) {
    const path = total.isHeader || total.kind === 'pages' ? {} : { total_path: total.place };
    return { why, options: { ...offsetOf(page, asked), ...path } };
  }
  const path = pages === undefined || pages.isHeader ? {} : { total_path: pages.place };
  const count = records === undefined || records.isHeader ? {} : { total_records_path: records.place };
  const options = { type: 'page_number', page_param: asked.page ?? 'page', ...path, ...count };
  const doubts =
    asked.page === undefined
      ? ['that the API counts pages by "page" is a guess: nothing in the answer says so']
      : [];
  return { ...withSize(options, why, asked), doubts };
}

function offsetOf(page: PageFacts, { offset, size }: Asked): Options {
  return {
    type: 'offset',
    offset_param: offset ?? 'offset',
    limit: size?.[1] ?? page.records.length,
    limit_param: size?.[0] ?? null,
  };
}

/** Nothing is said, but the address asked for a page, or for as many records as came. */
function byQuestion(
  page: PageFacts,
  { isEndSaid, isNoNextNamed }: Statement,
  asked: Asked,
): Guess | undefined {
  const isFull = asked.size === undefined || page.records.length >= asked.size[1];
  if (isEndSaid || isNoNextNamed || page.records.length === 0 || !isFull) return undefined;
  if (asked.page !== undefined) {
    const options = { type: 'page_number', page_param: asked.page };
    return withSize(options, `the address asks for a page by "${asked.page}"`, asked);
  }
  if (asked.offset !== undefined)
    return { options: offsetOf(page, asked), why: `the address asks by "${asked.offset}" where to begin` };
  if (asked.size === undefined || page.records.length !== asked.size[1]) return undefined;
  return {
    options: offsetOf(page, asked),
    why: `as many records came as "${asked.size[0]}" asks for`,
    doubts: ['that the API takes "offset" is a guess: nothing in the answer says so'],
  };
}
