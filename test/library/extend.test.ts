// Parts of one’s own beside the built-in ones.
import { ConfigError, declareAuth, declarePaginator, extend, open } from 'penstock';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { json, queryOf, serve } from '../helpers/serve.ts';

describe('parts of one’s own', () => {
  const tokenInBody = declarePaginator({
    type: 'token_in_body',
    summary: 'Sends the token of the page before in a header of its own name.',
    options: z.object({ at: z.string().describe('where the body holds it') }),
    example: { type: 'token_in_body', at: 'more' },
    create: ({ at }) => ({
      start: { token: null },
      request: ({ token }) => (token === null ? {} : { query: { token: String(token) } }),
      next(page) {
        const token = (page.body as Record<string, unknown>)[at];
        return typeof token === 'string'
          ? { position: { token }, isPromised: true }
          : { done: true, isComplete: true };
      },
    }),
  });
  const signed = declareAuth({
    type: 'signed',
    summary: 'Signs each request with a key.',
    options: z.object({ key: z.string().describe('the key') }),
    example: { type: 'signed', key: 'k' },
    create: ({ key }) => ({
      apply: (request) => ({
        ...request,
        headers: { ...request.headers, 'x-signature': `${key}:${request.url.pathname}` },
      }),
    }),
  });

  test('a paginator and an auth, validated and typed as the built-in ones', async () => {
    const api = await serve((request, response) => {
      expect(request.headers['x-signature']).toBe('the-key:/things');
      const at = Number(queryOf(request).get('token') ?? 0);
      json(response, { data: [{ id: at }], more: at < 3 ? String(at + 1) : null });
    });
    const mine = extend({ paginators: [tokenInBody], auth: [signed] });
    const things = mine.definePipeline({
      client: { base_url: api.url, auth: { type: 'signed', key: 'the-key' } },
      resources: [
        {
          name: 'things',
          endpoint: { data_selector: 'data', paginator: { type: 'token_in_body', at: 'more' } },
        },
      ],
    });
    const opened = await mine.open(things);
    expect(await opened.records('things').toArray()).toEqual([{ id: 0 }, { id: 1 }, { id: 2 }, { id: 3 }]);
    await expect(
      mine.open({
        ...things,
        client: { base_url: api.url, paginator: { type: 'token_in_boddy' as 'token_in_body', at: 'x' } },
      }),
    ).rejects.toMatchObject({
      problems: [
        { path: 'client.paginator.type', message: expect.stringMatching(/did you mean "token_in_body"/) },
      ],
    });
    // The pipeline carries its language; without it the library knows nothing of these parts.
    expect((await open(things)).resources).toEqual(['things']);
    await expect(open({ ...things })).rejects.toThrow(ConfigError);
  });
});
