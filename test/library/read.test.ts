// Resources as streams of records: loops, aborts, rejects, errors.
import { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { inspect } from 'node:util';
import { AuthError, ContractError, open, secret } from 'penstock';
import { describe, expect, expectTypeOf, test } from 'vitest';
import { openCrm } from '../helpers/library.ts';
import { json, serve } from '../helpers/serve.ts';

describe('records', () => {
  test('for await gives every record once, typed', async () => {
    const { api } = await openCrm();
    const ids = new Set<number | bigint>();
    let count = 0;
    for await (const contact of api.records('contacts')) {
      expectTypeOf(contact).toEqualTypeOf<{
        contact_id: number | bigint;
        last_name: string | null;
        is_active: boolean | null;
        labels: unknown;
      }>();
      ids.add(contact.contact_id);
      count += 1;
    }
    expect({ count, distinct: ids.size }).toEqual({ count: 3350, distinct: 3350 });
  });

  test('leaving the loop stops the requests', async () => {
    const { crm, api } = await openCrm();
    for await (const contact of api.records('contacts')) {
      expect(contact.contact_id).toBe(70_000_000);
      break;
    }
    const requests = crm.requests.length;
    expect(requests).toBeLessThan(5);
    await delay(100);
    expect(crm.requests).toHaveLength(requests);
  });

  test('is a Node Readable, with an abort', async () => {
    const { api } = await openCrm();
    const ending = new AbortController();
    const stream = api.records('contacts', { signal: ending.signal });
    expect(stream).toBeInstanceOf(Readable);
    let count = 0;
    await expect(async () => {
      for await (const _ of stream) if (++count === 250) ending.abort(new Error('enough'));
    }).rejects.toThrow('enough');
    expect(count).toBeLessThan(800);
  });

  test('a reject is an error, or goes to onReject', async () => {
    const api = await serve((_, response) => json(response, { data: [{ n: 1 }, { n: 'x' }, { n: 2 }] }));
    const opened = await open({
      client: { base_url: api.url },
      resources: [
        { name: 'r', endpoint: { data_selector: 'data' }, columns: { n: { data_type: 'bigint' } } },
      ],
    });
    await expect(opened.records('r').toArray()).rejects.toThrow(ContractError);
    const rejects: string[] = [];
    const records = await opened
      .records('r', { onReject: (reject) => rejects.push(reject.reason) })
      .toArray();
    expect(records).toEqual([{ n: 1 }, { n: 2 }]);
    expect(rejects).toEqual(['"x" cannot be bigint']);
  });

  test('errors are ours, and hold no secret however they are shown', async () => {
    const api = await serve((_, response) => json(response, { error: 'no' }, 401));
    const opened = await open(
      { client: { base_url: api.url, auth: { type: 'bearer', token: secret('token') } }, resources: ['r'] },
      { environment: { TOKEN: 'canary-of-the-library' } },
    );
    const error = await opened
      .records('r')
      .toArray()
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(AuthError);
    expect(error).toMatchObject({ exitCode: 3, where: { resource: 'r', page: 1 } });
    expect(`${inspect(error, { depth: 9 })}${JSON.stringify(error)}`).not.toContain('canary');
  });
});
