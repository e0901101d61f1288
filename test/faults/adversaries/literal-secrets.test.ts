// Credentials that somebody has written into the file itself: masked by the name of their key.
import { expect, test } from 'vitest';
import { extract } from '../../helpers/extract.ts';
import { json } from '../../helpers/serve.ts';

const LITERAL = 'l1teral-s3cret';
const places: Record<string, object> = {
  'params.api_key': { client: { params: { api_key: LITERAL } } },
  'params.access_token of the endpoint': { endpoint: { params: { access_token: LITERAL } } },
  'headers.Authorization': { client: { headers: { Authorization: `Bearer ${LITERAL}` } } },
  'headers.x-api-key': { client: { headers: { 'x-api-key': LITERAL } } },
  'a bearer': { client: { auth: { type: 'bearer', token: LITERAL } } },
  'a bearer of the wrong kind': { client: { auth: { type: 'bearer', token: [LITERAL] } } },
  'a password of the wrong kind': {
    client: { auth: { type: 'http_basic', username: 'a', password: { x: LITERAL } } },
  },
  'an unknown auth': { client: { auth: { type: 'magic', token: LITERAL } } },
  'json.client_secret': { endpoint: { method: 'post', json: { client_secret: LITERAL } } },
  'a base_url with a password': { client: { base_url: `http://user:${LITERAL}@127.0.0.1:9` } },
};

test.each(Object.keys(places))('secrets: written as they are, %s', async (name) => {
  for (const log of [['-v'], ['-v', '--log-format', 'json']]) {
    const { client = {}, ...rest } = places[name] as { client?: object };
    const outcome = await extract(
      (request, response) =>
        json(response, { message: `no ${request.url} ${JSON.stringify(request.headers)}` }, 400),
      { ...rest, client: { retry: { max_retries: 0 }, ...client }, words: log },
    );
    expect(outcome.code).not.toBe(0);
    expect(outcome.stderr).not.toContain(LITERAL);
  }
});
