// What one bad server shows: retry and rate.
import { json } from '../../helpers/serve.ts';
import { all, always, type FaultCase, first } from './case.ts';

export const retry: readonly FaultCase[] = [
  ...(
    [
      ['0', 0],
      ['0.02', 0],
      ['-5', 0],
      ['garbage', 0],
      [new Date(Date.now() - 60_000).toUTCString(), 0],
      ['3600', 5],
      [String(30 * 86_400), 5],
      ['Fri, 31 Dec 9999 23:59:59 GMT', 5],
      ['9'.repeat(400), 5],
    ] as const
  ).map(
    ([header, code]): FaultCase => ({
      fault: 'Retry-After of any kind',
      name: `${header.slice(0, 40)}`,
      server: () => first(1, (_, response) => response.writeHead(429, { 'retry-after': header }).end()),
      code,
      ...(code === 0
        ? { records: all, requests: 2 }
        : { eventually: all, says: /asks to wait until .*run again after/s, requests: 1 }),
    }),
  ),
  {
    fault: 'endless 429',
    name: 'ends by the total budget',
    server: always((_, response) => response.writeHead(429, { 'retry-after': '0.2' }).end()),
    options: { client: { retry: { max_retries: 1000, total_budget: 0.7 } } },
    code: 5,
    says: /total_budget/,
  },
  {
    fault: 'what the last error says',
    name: 'attempts, statuses and waits',
    server: always((_, response) => json(response, {}, 503)),
    code: 5,
    says: /4 attempts.*HTTP 503, waited 0\.0 s, HTTP 503/,
    requests: 4,
  },
];
