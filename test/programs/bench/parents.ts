// Children of many parents: how wide they are read, and whether a million parents cost memory.
//   npm run bench:parents
import { type FamilyApi, familyPipeline, runFamily, startFamily } from './family.ts';
import type { Measured } from './measure.ts';

const single = { endpoint: { path: 'users/{resources.users.id}/posts', paginator: 'single_page' } };
const grouped = {
  endpoint: {
    path: 'posts',
    paginator: 'single_page',
    partition_router: {
      type: 'parent',
      resource: 'users',
      field: 'id',
      group_size: 100,
      request_option: { inject_into: 'query', field_name: 'ids' },
    },
  },
};

const plans = [
  { what: '1,000 parents at 150 ms', users: 1000, latency: 150, posts: single },
  { what: '100,000 parents', users: 100_000, latency: 0, posts: single },
  { what: '1,000,000 parents, 100 a request', users: 1_000_000, latency: 0, posts: grouped },
];

for (const { what, users, latency, posts } of plans) {
  const api: FamilyApi = await startFamily({ users, latency });
  const { code, seconds, peak, tenths, lines }: Measured = await runFamily(
    familyPipeline(api.url, posts),
    [],
  );
  const { userPages, mostOfAUserPage, posts: requests, mostAtOnce } = await api.stats();
  console.log(
    `${what}: exit ${code}, ${lines} records in ${seconds.toFixed(1)} s, peak ${peak.toFixed(0)} MB RSS (by tenths: ${tenths}); ` +
      `${requests} requests for posts, up to ${mostAtOnce} at once; ${userPages} for pages of users, none more than ${mostOfAUserPage} time(s)`,
  );
  api.close();
}
