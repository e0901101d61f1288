// The API of the benchmarks of parents and state, a process of its own: users by the page, and the posts of one or of many.
// Options as JSON in the first argument; prints its address. GET /stats tells what was asked for.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Options {
  readonly users: number;
  /** Milliseconds before the posts of a user are given. */
  readonly latency: number;
}

const PER_PAGE = 1000;
const { users, latency } = JSON.parse(process.argv[2] ?? '{}') as Options;
const stats = { userPages: 0, mostOfAUserPage: 0, posts: 0, mostAtOnce: 0 };
const asked = new Map<number, number>();
let open = 0;

const server = createServer((request, response) => {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const send = (body: unknown) => {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(body));
  };
  if (url.pathname === '/stats') return send(stats);
  if (url.pathname === '/users') {
    const page = Number(url.searchParams.get('page') ?? 0);
    const times = (asked.get(page) ?? 0) + 1;
    asked.set(page, times);
    stats.userPages += 1;
    stats.mostOfAUserPage = Math.max(stats.mostOfAUserPage, times);
    const from = page * PER_PAGE;
    const count = Math.max(0, Math.min(PER_PAGE, users - from));
    const data = Array.from({ length: count }, (_, i) => ({ id: from + i }));
    return send({ data, ...(from + count < users ? { next: String(page + 1) } : {}) });
  }
  stats.posts += 1;
  open += 1;
  stats.mostAtOnce = Math.max(stats.mostAtOnce, open);
  const ids = (url.searchParams.get('ids') ?? url.pathname.split('/')[2] ?? '').split(',');
  const answer = () => {
    open -= 1;
    send({ data: ids.map((id) => ({ id: `p${id}`, user: Number(id), at: '2024-01-01T00:00:00Z' })) });
  };
  if (latency === 0) answer();
  else setTimeout(answer, latency);
});
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`http://127.0.0.1:${(server.address() as AddressInfo).port}\n`);
});
