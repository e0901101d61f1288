// How an API pages, in the ways that dlt has words for: each takes the records and gives what answers a call.
import type { Call, Item, Reply } from './case.ts';

type Api = (call: Call) => Reply;

/** `{id: 1, name: 'thing 1'}`, and so on. */
export const things = (count: number, more: (id: number) => object = () => ({})): Item[] =>
  Array.from({ length: count }, (_, at) => ({ id: at + 1, name: `thing ${at + 1}`, ...more(at + 1) }));

export const all =
  (items: readonly Item[], key = 'data'): Api =>
  () => ({ body: key === '' ? items : { [key]: items } });

/** Pages by their number; `more` is said of each, beside the records. */
export const numbered =
  (
    items: readonly Item[],
    {
      size = 3,
      base = 0,
      numberOf = (call: Call): unknown => call.query.get('page'),
      more = (_: PageFacts): object => ({}),
    } = {},
  ): Api =>
  (call) => {
    const number = Number(numberOf(call) ?? base) - base;
    const pages = Math.ceil(items.length / size);
    const data = number < 0 ? [] : items.slice(number * size, (number + 1) * size);
    return { body: { data, ...more({ pages, count: items.length, hasMore: number + 1 < pages }) } };
  };

interface PageFacts {
  readonly pages: number;
  readonly count: number;
  readonly hasMore: boolean;
}

/** Pages by offset and limit. */
export const skipping =
  (
    items: readonly Item[],
    {
      at = (call: Call): unknown => call.query.get('offset'),
      limit = (call: Call): unknown => call.query.get('limit'),
      more = (_: PageFacts): object => ({}),
    } = {},
  ): Api =>
  (call) => {
    const [from, size] = [Number(at(call) ?? 0), Number(limit(call) ?? 2)];
    const hasMore = from + size < items.length;
    const pages = Math.ceil(items.length / size);
    return {
      body: { data: items.slice(from, from + size), ...more({ pages, count: items.length, hasMore }) },
    };
  };

/** Pages that name the next one; `say` puts its name into the answer. */
export const chained =
  (
    items: readonly Item[],
    nameOf: (call: Call) => unknown,
    say: (data: readonly Item[], next: string | undefined, call: Call) => Reply,
    size = 3,
  ): Api =>
  (call) => {
    const from = Number(String(nameOf(call) ?? 'after-0').replace('after-', ''));
    const next = from + size < items.length ? `after-${from + size}` : undefined;
    return say(items.slice(from, from + size), next, call);
  };

/** The address of the next page, for APIs that give links. */
export const linkTo = ({ base, path }: Call, next: string): string => `${base}${path}?after=${next}`;

export const afterOf = ({ query }: Call): unknown => query.get('after');

/** Lets a call through that shows the right thing. */
export const guarded =
  (isRight: (call: Call) => boolean, api: Api): Api =>
  (call) =>
    isRight(call) ? api(call) : { status: 401, body: { error: 'who are you' } };

/** By path. */
export const routes =
  (apis: Readonly<Record<string, Api>>): Api =>
  (call) =>
    (apis[call.path] ?? missing)(call);

const missing: Api = ({ path }) => ({ status: 404, body: { error: `no ${path}` } });
