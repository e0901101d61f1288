// All that a page says of further pages, in its body and its headers.
import type { PageFacts } from '../paginators/contract.ts';
import { bodyStatement } from './body-signs.ts';
import { headerStatement } from './header-signs.ts';
import type { Statement, Total } from './sign.ts';

// What names the next page tells more than a flag.
const RANK = ['link', 'cursor', 'partial', 'flag', 'full'];

/** What body and headers say together; what tells most comes first. */
export function pageStatement(page: PageFacts): Statement {
  const body = bodyStatement(page.body, page.records);
  const headers = headerStatement(page);
  const signs = [...headers.signs, ...body.signs];
  return {
    signs: signs.sort((a, b) => RANK.indexOf(a.kind) - RANK.indexOf(b.kind)),
    totals: [...body.totals, ...headers.totals],
    isEndSaid: body.isEndSaid || headers.isEndSaid,
    isNoNextNamed: body.isNoNextNamed || headers.isNoNextNamed,
    flagPlace: body.flagPlace,
  };
}

/** The total of records that is stated in so many words, else one that may count this page alone (`count`). */
export function recordTotal({ totals }: Statement): Total | undefined {
  const records = totals.filter(({ kind }) => kind === 'records');
  return records.find(({ place }) => !/(^|\.)(@odata\.)?_*count$/i.test(place)) ?? records[0];
}

/** The number of pages that is stated. */
export function pageTotal({ totals }: Statement): Total | undefined {
  return totals.find(({ kind }) => kind === 'pages');
}
