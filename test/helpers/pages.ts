// A page as a paginator sees it, for tests of a single rule.
import type { PageFacts } from '../../src/source/paginators/contract.ts';

export function pageFacts(more: Partial<PageFacts> = {}): PageFacts {
  return {
    position: {},
    index: 1,
    url: 'http://api.test/things',
    status: 200,
    headers: {},
    body: {},
    records: [],
    ...more,
  };
}
