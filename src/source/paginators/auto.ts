// auto: the paginator where none is named; it follows links that can mean nothing else.
import { z } from 'zod';
import { bodyStatement } from '../evidence/body-signs.ts';
import { declarePaginator, done, type PageFacts } from './contract.ts';
import { compileEnding, endingOptions } from './shared/ending.ts';
import { nextLinkOf } from './shared/link-header.ts';
import { firstLink, followLink, linkOptions, requestOfLink } from './shared/links.ts';

export const auto = declarePaginator({
  type: 'auto',
  summary:
    'The default: follows a `Link` header or a next link in the body; any other sign of more is an error that says what to name.',
  options: z.object({ ...linkOptions, ...endingOptions }),
  example: { type: 'auto' },
  create(options) {
    const ending = compileEnding(options);
    return {
      start: firstLink,
      request: requestOfLink,
      next(page) {
        const said = ending.after(page);
        if (said !== undefined && said !== true) return said;
        const { link, place } = linkOn(page) ?? {};
        return link === undefined ? done : followLink(page, link, place ?? '', options.origin);
      },
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
