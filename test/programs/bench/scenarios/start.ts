// How long it takes until something comes.
import { startApi } from '../api.ts';
import { bareNode, named, penstock, version } from '../contenders.ts';
import { contest } from '../contest.ts';
import { atMost, detailsOf, type Scenario } from './section.ts';

export const startup: Scenario = async ({ rounds }) => {
  const api = await startApi({ records: 1000, perPage: 100 });
  const first = { ...named(penstock(api.url), 'first record'), isFirstByte: true };
  const results = await contest([bareNode, version, first], Math.max(rounds, 9));
  api.close();
  const node = bareNode.name;
  return {
    lines: [
      atMost('first record on stdout against node that imports axios', results, ['first record', node], 1.4),
      atMost('`penstock --version` against node that imports axios', results, [version.name, node], 1.5),
    ],
    details: detailsOf('start', results),
  };
};
