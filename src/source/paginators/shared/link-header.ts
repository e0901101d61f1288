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

/** The relations that a Link header names. */
export function relationsOf(header: string): string[] {
  return parse(header).refs.map((link) => link.rel);
}

function parse(header: string): LinkHeader {
  try {
    return LinkHeader.parse(header);
  } catch (error) {
    throw new SourceError(`the Link header cannot be read: ${excerpt(header)}`, { cause: error });
  }
}
