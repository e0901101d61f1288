// A feed of one child, with what the child asks for.
import type { ParentLink } from '../config/parent-link.ts';
import type { Feed } from '../core/feed.ts';

export interface ChildFeed {
  readonly link: ParentLink;
  readonly feed: Feed;
}
