// One server for all cases: the first segment of a path names the case.
import type { RequestListener } from 'node:http';
import { text } from 'node:stream/consumers';
import type { Call, DltCase } from './case.ts';

export function listenerOf(cases: readonly DltCase[]): RequestListener {
  const byName = new Map(cases.map((one) => [one.name, one]));
  return async (request, response) => {
    const address = new URL(request.url ?? '/', `http://${request.headers.host}`);
    const [, name = '', ...rest] = address.pathname.split('/');
    const body = await text(request);
    const call: Call = {
      method: request.method ?? 'GET',
      path: `/${rest.join('/')}`,
      query: address.searchParams,
      headers: request.headers,
      text: body,
      body: asJson(body),
      base: `${address.origin}/${name}`,
    };
    const found = byName.get(name);
    const { status = 200, headers = {}, body: said } = found?.api(call) ?? { status: 404, body: {} };
    response.setHeader('content-type', 'application/json');
    for (const [key, value] of Object.entries(headers))
      if (value !== undefined) response.setHeader(key, value);
    response.writeHead(status);
    response.end(JSON.stringify(said));
  };
}

function asJson(body: string): Call['body'] {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? (value as Call['body']) : {};
  } catch {
    return {};
  }
}
