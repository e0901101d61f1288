// A key twice in one object: the last one counts, and it is said.
import { always, type FaultCase, text } from './case.ts';

const twice: Record<string, string> = {
  'in a record': '{"data":[{"id":1,"id":2}]}',
  'deep inside': '{"data":[{"id":1,"a":{"b":{"c":1,"c":2}}}]}',
  'spelt with an escape': '{"data":[{"id":1,"\\u0069d":2}]}',
  'in the envelope': '{"data":[{"id":1}],"data":[{"id":2}]}',
};
const once: Record<string, string> = {
  'in two records': '{"data":[{"id":1,"a":1},{"id":2,"a":1}]}',
  'inside a text': '{"data":[{"id":1,"a":"\\"id\\":1,\\"id\\":2"}]}',
  'as key and value': '{"data":[{"id":"id","a":"a"}]}',
  'in an object within': '{"data":[{"id":1,"a":{"id":1}}]}',
};

export const repeatedKeys: readonly FaultCase[] = [
  ...Object.entries(twice).map(
    ([name, body]): FaultCase => ({
      fault: 'a key twice in one object',
      name,
      server: always(text(body)),
      code: 0,
      says: /twice|more than once|repeated/,
    }),
  ),
  ...Object.entries(once).map(
    ([name, body]): FaultCase => ({
      fault: 'a key twice in one object',
      name: `no alarm: ${name}`,
      server: always(text(body)),
      code: 0,
      records: JSON.parse(body).data,
      never: /twice|more than once|repeated/,
    }),
  ),
];
