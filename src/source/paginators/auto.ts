// auto: the paginator where none is named; it follows what can mean nothing else.
import { z } from 'zod';
import { bodyStatement } from '../evidence/body-signs.ts';
import { declarePaginator, done, type PageFacts } from './contract.ts';
import { firstCounted, nextCounted } from './shared/echoes.ts';
import { compileEnding, endingOptions } from './shared/ending.ts';
import { nextLinkOf } from './shared/link-header.ts';
import { firstLink, followLink, linkOptions, requestOfLink } from './shared/links.ts';
import { countedAhead, countedTotals, isCountedPosition, requestOfCounted } from './shared/stand.ts';

export const auto = declarePaginator({
  type: 'auto',
  summary:
    'The default: follows a `Link` header, a next link in the body, or the offset or page number that an answer repeats beside its total (each page must repeat what was asked for); any other sign of more is an error that says what to name.',
  options: z.object({ ...linkOptions, ...endingOptions }),
  example: { type: 'auto' },
  create(options) {
    const ending = compileEnding(options);
    // A total that proves nothing gives no reason to ask for more.
    const isCounting = options.total !== 'hint';
    return {
      start: firstLink,
      request: (position) =>
        isCountedPosition(position) ? requestOfCounted(position) : requestOfLink(position),
      next(page) {
        const said = ending.after(page);
        if (said !== undefined && said !== true) return said;
        if (isCountedPosition(page.position)) return nextCounted(page.position, page);
        const { link, place } = linkOn(page) ?? {};
        if (link !== undefined) return followLink(page, link, place ?? '', options.origin);
        return (isCounting ? firstCounted(page) : undefined) ?? done;
      },
      isCounted: ({ position }) => isCountedPosition(position),
      ahead: (page, steps) => (isCounting ? countedAhead(page, steps) : undefined),
      total: (page) => (isCounting ? countedTotals(page) : undefined),
      ending: { ...ending.policy, isAssumed: true },
    };
  },
});

function linkOn(page: PageFacts): { link: unknown; place: string } | undefined {
  const link = nextLinkOf(page.headers.link);
  if (link !== undefined) return { link, place: 'the Link header' };
  const { signs, isEndSaid } = bodyStatement(page.body, page.records);
  const sign = isEndSaid ? undefined : signs.find(({ kind }) => kind === 'link');
  return sign === undefined ? undefined : { link: sign.value, place: `"${sign.place}"` };
}
