// Backpressure, abort and the end of a flow, over a real socket and the real stages.
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { SourceError } from '../../src/core/errors.ts';
import { planOf } from '../../src/language/load-plan.ts';
import { type RunOptions, run } from '../../src/run/run.ts';
import { openSession } from '../../src/run/session.ts';
import type { Sink } from '../../src/sinks/formats/contract.ts';
import type { Target } from '../../src/sinks/targets/target.ts';
import { json, queryOf, serve } from '../helpers/serve.ts';

async function endless() {
  return serve((request, response) => {
    const at = Number(queryOf(request).get('cursor') ?? 0);
    json(response, { data: [{ id: at }], next: String(at + 1) });
  });
}

function planFor(base_url: string) {
  const paginator = { type: 'cursor', cursor_path: 'next', cursor_param: 'cursor' };
  const resources = [{ name: 'things', endpoint: { path: '/things', data_selector: 'data', paginator } }];
  return planOf({ client: { base_url }, resources }, { environment: {} });
}

async function runOnce(base_url: string, options: RunOptions) {
  const plan = planFor(base_url);
  const session = openSession(plan, {});
  try {
    return await run(plan, session, options);
  } finally {
    await session.close();
  }
}

function targetOf(sink: Partial<Sink>): Target & { readonly ended: string[] } {
  const ended: string[] = [];
  return {
    ended,
    prepare: async () => {},
    sink: async () => ({
      write: async () => {},
      close: async () => {},
      abort: async () => {
        ended.push('sink aborted');
      },
      ...sink,
    }),
    commit: async () => {
      ended.push('committed');
      return [];
    },
    abort: async () => {
      ended.push('aborted');
    },
  };
}

describe('backpressure', () => {
  test('nothing is requested before the sink asks, and then one page ahead', async () => {
    const api = await endless();
    const ending = new AbortController();
    let pages = 0;
    let release = () => {};
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    const target = targetOf({
      async write() {
        pages += 1;
        if (pages === 1) await gate;
      },
    });
    const running = runOnce(api.url, { target, signal: ending.signal }).catch((error: unknown) => error);
    await delay(400);
    // Page 1 is with the sink, page 2 is ready behind it, and that is all.
    expect(pages).toBe(1);
    expect(api.requests).toHaveLength(2);
    release();
    while (pages < 50) await delay(5);
    expect(api.requests.length - pages).toBeLessThanOrEqual(2);
    ending.abort(new Error('enough'));
    await running;
  });
});

describe('the end', () => {
  test('an abort ends requests, sink and target', async () => {
    const api = await endless();
    const ending = new AbortController();
    const target = targetOf({});
    const running = runOnce(api.url, { target, signal: ending.signal });
    await delay(200);
    ending.abort(new Error('that is enough'));
    await expect(running).rejects.toThrow('that is enough');
    const requests = api.requests.length;
    await delay(150);
    expect(api.requests).toHaveLength(requests);
    expect(target.ended).toEqual(['sink aborted', 'aborted']);
  });

  test('a sink that fails ends its resource and its requests', async () => {
    const api = await endless();
    const target = targetOf({
      async write() {
        throw new SourceError('the sink is unwell');
      },
    });
    const report = await runOnce(api.url, { target });
    expect(report).toMatchObject({
      exitCode: 4,
      resources: [{ status: 'failed', error: { message: 'the sink is unwell' } }],
    });
    const requests = api.requests.length;
    await delay(150);
    expect(api.requests).toHaveLength(requests);
    expect(target.ended).toEqual(['sink aborted', 'aborted']);
  });

  test('--limit: enough travels back up, and the report says limited', async () => {
    const api = await endless();
    const target = targetOf({});
    const report = await runOnce(api.url, { target, limit: 7 });
    expect(report).toMatchObject({ exitCode: 0, resources: [{ status: 'limited', records: 7 }] });
    expect(api.requests.length).toBeLessThan(14);
    expect(target.ended).toEqual(['committed']);
  });
});
