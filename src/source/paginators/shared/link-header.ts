// The Link header of RFC 8288.
import LinkHeader from 'http-link-header';
import { SourceError } from '../../../core/errors.ts';
import { excerpt } from '../../../core/text.ts';

/**
 * The address that a Link header names for a relation.
 * @throws SourceError when the header cannot be read
 */
export function linkOfHeader(header: string | undefined, relation: string): string | undefined {
  if (header === undefined || header === '') return undefined;
  return parse(header).rel(relation)[0]?.uri;
}

/** The next page that a Link header names; one that cannot be read is an error only where the pipeline follows it. */
export function nextLinkOf(header: string | undefined): string | undefined {
  try {
    return linkOfHeader(header, 'next');
  } catch {
    return undefined;
  }
}

function parse(header: string): LinkHeader {
  try {
    return LinkHeader.parse(header);
  } catch (error) {
    throw new SourceError(`the Link header cannot be read: ${excerpt(header)}`, { cause: error });
  }
}
