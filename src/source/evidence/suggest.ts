// What to paste: the paginator that would follow a sign.
import { plainName } from './names.ts';
import type { Sign, Total } from './sign.ts';

/**
 * A paginator in JSON, which YAML and TypeScript take too.
 * @param total what is stated, where nothing names a next page
 */
export function suggestPaginator(sign: Sign | undefined, total?: Total): string {
  return JSON.stringify(paginatorFor(sign, total)).replaceAll('":', '": ').replaceAll(',"', ', "');
}

// Elasticsearch and OpenSearch: the sort values of the last hit; the search must have a `sort` of its own.
const SEARCH_AFTER = { type: 'cursor', cursor_path: 'hits.hits[-1].sort', cursor_body_path: 'search_after' };

/** The same, as an object. */
export function paginatorFor(sign: Sign | undefined, total: Total | undefined): object {
  if (sign === undefined && total?.place === 'hits.total') return SEARCH_AFTER;
  if (sign === undefined && total?.kind === 'pages') {
    const path = total.isHeader ? {} : { total_path: total.place };
    return { type: 'page_number', page_param: 'page', base_page: 1, ...path };
  }
  if (sign === undefined || sign.kind === 'full') return { type: 'offset', limit: 100 };
  const { kind, place, isHeader } = sign;
  const name = plainName(place);
  // A page of a scroll cannot be asked for a second time.
  if (name === 'scrollid') return SEARCH_AFTER;
  if (/searchafter$/.test(name))
    return { type: 'cursor', cursor_path: place, cursor_body_path: place.replace(/^.*\./, '') };
  if (kind === 'flag' && /remaining|left/.test(name))
    return { type: 'offset', limit: 100, has_more_path: place };
  if (isHeader && kind === 'link') return { type: 'header_link' };
  if (isHeader && kind === 'cursor')
    return { type: 'header_cursor', cursor_key: place, cursor_param: isPage(sign) ? 'page' : 'cursor' };
  if (kind === 'link') return { type: 'json_link', next_url_path: place };
  if (kind === 'cursor' && isPage(sign)) return { type: 'page_number', page_param: 'page', base_page: 1 };
  if (kind === 'cursor') return { type: 'cursor', cursor_path: place, cursor_param: paramOf(place) };
  if (kind === 'flag' && /hasnextpage$/.test(plainName(place))) {
    // GraphQL's connections: the cursor lies beside the flag, and goes back in the variables.
    const cursor = place.replace(/[^.]+$/, 'endCursor');
    return { type: 'cursor', cursor_path: cursor, cursor_body_path: 'variables.after', has_more_path: place };
  }
  if (kind === 'flag' && !isHeader && !/(last|done|end|eof)/i.test(place))
    return { type: 'page_number', page_param: 'page', base_page: 1, has_more_path: place };
  return { type: 'page_number', page_param: 'page', base_page: 1 };
}

function isPage({ place, value }: Sign): boolean {
  const isNumber = typeof value === 'number' || (typeof value === 'string' && /^\d{1,6}$/.test(value));
  return isNumber && /(page|next)$/.test(plainName(place));
}

/** `info.next_page_token` goes out as `page_token`, `nextCursor` as `cursor`, as APIs mostly have it. */
function paramOf(place: string): string {
  const name = place.replace(/^.*\./, '').replace(/['\]]+$/, '');
  const rest = name.replace(/^@?(odata\.)?next[_-]?/i, '');
  return rest === '' ? 'cursor' : rest.charAt(0).toLowerCase() + rest.slice(1);
}
