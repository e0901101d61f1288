// Signs in a body that an assumed single page is not all there is.
import { compilePath } from '../core/path.ts';

const LINKS = [
  'next',
  'links.next',
  '_links.next.href',
  'paging.next',
  'pagination.next',
  'meta.next',
  'info.next',
];
const CURSORS = [
  'next_cursor',
  'next_page_token',
  'nextPageToken',
  'info.next_page_token',
  'meta.next_cursor',
  'cursors.next',
];
const FLAGS = ['has_more', 'hasMore', 'info.more_records', 'pagination.has_more', 'meta.has_more'];
const TOTALS = ['total', 'total_count', 'totalCount', 'meta.total', 'pagination.total', 'info.total'];

const compile = (paths: readonly string[]) => paths.map((path) => ({ path, get: compilePath(path) }));
const linkGetters = compile(LINKS);
const cursorGetters = compile(CURSORS);
const flagGetters = compile(FLAGS);
const totalGetters = compile(TOTALS);

/** A warning when the answer plainly has more, else undefined. */
export function moreThanOnePage(
  body: unknown,
  headers: Readonly<Record<string, string>>,
  count: number,
): string | undefined {
  const sign = signOf(body, headers, count);
  if (sign === undefined) return undefined;
  return `no paginator is configured and one page was read, but ${sign}: records may be missing; configure a paginator`;
}

function signOf(body: unknown, headers: Readonly<Record<string, string>>, count: number): string | undefined {
  if (/rel="?next"?/.test(headers.link ?? '')) return 'the Link header names a next page';
  const isText = (value: unknown) => typeof value === 'string' && value !== '';
  const link = [...linkGetters, ...cursorGetters].find(({ get }) => isText(get(body)));
  if (link !== undefined) return `"${link.path}" names a next page`;
  const flag = flagGetters.find(({ get }) => get(body) === true);
  if (flag !== undefined) return `"${flag.path}" says that there is more`;
  const total = totalGetters.find(({ get }) => Number(get(body)) > count);
  return total === undefined
    ? undefined
    : `"${total.path}" states ${String(total.get(body))} records and ${count} came`;
}
