import { expect, test } from 'vitest';
import { pathFromDlt } from '../../src/config/dlt-paths.ts';

test.each([
  ['data.[0]', 'data[0]'],
  ['$.data.[*].attributes', '$.data[*].attributes'],
  ["'@odata.nextLink'", "['@odata.nextLink']"],
  ['$."a.b".c', '$["a.b"].c'],
  ["links.'next.page'", "links['next.page']"],
  ["['a.[0]']", "['a.[0]']"],
  ['data[?(@.id == "x")].y', 'data[?(@.id == "x")].y'],
  ['info.next', 'info.next'],
])('%s is %s', (theirs, ours) => expect(pathFromDlt(theirs)).toBe(ours));
