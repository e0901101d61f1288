// The names by which APIs say that there is more, or how much there is. Spelling counts for nothing: next_page = nextPage.

/** `@odata.nextLink` as `odatanextlink`. */
export function plainName(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}

/** Objects beside the records that are about the page. */
export const ENVELOPE =
  /^(info|meta|metadata|paging|pagination|paginator|pager|links?|pages?|pageinfo|pagemetadata|cursors?|responsemetadata|resultinfo|resultset|hits|response|listmeta|nextpage)$/;

/** A link, or a cursor, to the next page; the value tells which. */
export const NEXT = /^(odata)?next((page|records?|results?|set|batch)?(url|uri|link|href|path)?)$/;

/** A cursor. What syncs later changes (`nextSyncToken`, `deltaLink`) stands on the last page, and is none. */
export const CURSOR =
  /^(next(?!sync|delta)\w*(cursor|token|marker|key|id|offset|start|startindex|startat|index|position|bookmark|after)|nextcontinuation|continuation(token)?|continue|paginationtoken|resumptiontoken|lastevaluatedkey)$/;

/** A flag that is true where there is more. */
export const MORE =
  /^((has|is)?more(records|results|items|pages|data|rows|entries|available|toread)?|hasmore\w*|has(a)?next\w*|(is)?truncated|hasadditional\w+)$/;

/** A flag that is true on the last page. */
export const LAST = /^((is)?last(page)?|done|eof|isend|isfinal|(is)?endof(records|results|list|data))$/;

/** How many records there are in all. */
export const TOTAL =
  /^((wp|pagination|opensearch)?total|(wp|pagination|opensearch)?total(count|records?|recordcount|results|resultcount|items?|itemcount|elements|entries|objects|rows|hits|size|number|matches)|(odata)?count|numfound|nbhits|recordsfiltered|(record|item|row|hit|match)s?count|numberof(records|matches))$/;

/** How many pages there are in all. */
export const PAGES =
  /^((wp|pagination)?totalpages|pagestotal|pagetotal|totalpagecount|pagescount|(pagination)?pagecount|pages|numpages|nbpages|numberofpages|lastpage|maxpage)$/;

/** Query parameters that ask for so many records a page. */
export const SIZE =
  /^(limit|perpage|pagesize|pagelimit|size|top|count|rows|first|take|maxresults|maxrecords|maxitems|itemsperpage|pagenumsize|num|results)$/;

/** The number of the page that came, beside which `pages` is a count of pages. */
export const CURRENT =
  /^(page|currentpage|pagenumber|pageno|pageindex|perpage|pagesize|limit|total|totalcount)$/;

/** Where in the list of all records the page begins, as its answer repeats it. */
export const OFFSET = /^(offset|recordoffset|skip|from|start|startat|startindex)$/;

/** The number of the page that came, as its answer repeats it. */
export const PAGE = /^(page|currentpage|page(number|no|num|index))$/;

/** How many records or pages are left; `remaining` alone may be anything, even a rate limit. */
export const LEFT =
  /^(remaining(items?|records?|results?|rows?|entries|pages?)(count)?|(items?|records?|results?|rows?|entries|pages?)(remaining|left))$/;

/** Beside a place in the list, and nothing of a limit, plain `remaining` is a count of what is left, too. */
export const PLACE = /^(cursor|offset|start|startat|startindex|page|pagenumber|currentpage)$/;
export const LIMITED = /(reset|quota|used|credits?|ratelimit)/;

/** What keeps a search open, or where it goes on: there on every page, so that it tells nothing where a total does. */
export const SEARCH = /^(scrollid|searchafter)$/;
