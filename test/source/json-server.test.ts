// A foreign API: page numbers and Link headers as json-server has them.
import type { AddressInfo } from 'node:net';
import jsonServer from 'json-server';
import { expect, onTestFinished, test } from 'vitest';
import { lines, penstock } from '../helpers/cli.ts';
import { pipelineFile } from '../helpers/temporary.ts';

const posts = Array.from({ length: 95 }, (_, i) => ({ id: i + 1, title: `post ${i + 1}` }));

async function startJsonServer(): Promise<string> {
  const app = jsonServer.create();
  app.use(jsonServer.router({ posts }));
  const server = app.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test.each([
  ['page_number', { type: 'page_number', page_param: '_page', limit_param: '_limit', limit: 10 }, {}],
  ['header_link', { type: 'header_link' }, { _page: 1, _limit: 10 }],
  ['offset', { type: 'offset', offset_param: '_start', limit_param: '_limit', limit: 7 }, {}],
])('%s', async (_name, paginator, params) => {
  const base_url = await startJsonServer();
  const endpoint = { path: '/posts', data_selector: '$', paginator, params };
  const file = await pipelineFile({ client: { base_url }, resources: [{ name: 'posts', endpoint }] });
  const { code, stdout, stderr } = await penstock(['run', file]);
  expect(code, stderr).toBe(0);
  expect(lines(stdout)).toEqual(posts);
});
