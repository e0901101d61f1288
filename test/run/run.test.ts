// A whole run: what concerns one resource, what concerns them all, and what is put in place.
import { describe, expect, test } from 'vitest';
import type { ResourcePlan } from '../../src/config/pipeline.ts';
import { OutputError, UsageError } from '../../src/core/errors.ts';
import { planOf } from '../../src/language/load-plan.ts';
import { type RunOptions, run } from '../../src/run/run.ts';
import { openSession } from '../../src/run/session.ts';
import { ClosedPipeError } from '../../src/sinks/targets/stream-writer.ts';
import type { ResourceOutcome, RunTerms, Target } from '../../src/sinks/targets/target.ts';
import { json, serve } from '../helpers/serve.ts';

/** A target that writes down what it is told. */
function recorder(more: Partial<Target> = {}) {
  const told: string[] = [];
  const target: Target = {
    prepare: async (resources: readonly ResourcePlan[], { isLimited, isForced }: RunTerms) =>
      void told.push(`prepare ${resources.map(({ name }) => name)} ${isLimited} ${isForced}`),
    sink: async ({ name }) => ({
      write: async ({ records }) => void told.push(`write ${name} ${records.length}`),
      close: async () => void told.push(`close ${name}`),
      abort: async () => void told.push(`abort ${name}`),
    }),
    commit: async (outcomes: readonly ResourceOutcome[]) => {
      told.push(`commit ${outcomes.map(({ name }) => name)}`);
      return [{ resource: 'a', path: 'a.ndjson', rows: 1, bytes: 9, sha256: '' }];
    },
    abort: async () => void told.push('abort'),
    ...more,
  };
  return { told, target };
}

/** Each resource has two records, but for those whose name says a status. */
async function running(names: readonly string[], options: Partial<RunOptions> & { readonly target: Target }) {
  const api = await serve((request, response) => {
    const status = Number(/\d+/.exec(request.url ?? '')?.[0] ?? 200);
    json(response, status === 200 ? { data: [{ id: 1 }, { id: 2 }] } : {}, status);
  });
  const resources = names.map((name) => ({ name, endpoint: { data_selector: 'data' } }));
  const client = { base_url: api.url, paginator: 'single_page', retry: { max_retries: 0 } };
  const plan = planOf({ name: 'crm', client, resources }, { environment: {} });
  const session = openSession(plan, {});
  try {
    return { api, report: await run(plan, session, options).catch((error: unknown) => error) };
  } finally {
    await session.close();
  }
}

test('prepare, every resource, commit; the files in the report', async () => {
  const { target, told } = recorder();
  const { report } = await running(['a'], { target, limit: 5, force: true });
  expect(told).toEqual(['prepare a true true', 'write a 2', 'close a', 'commit a']);
  expect(report).toMatchObject({
    pipeline: 'crm',
    exitCode: 0,
    isPipeClosed: false,
    resources: [{ name: 'a', status: 'complete', pages: 1, records: 2 }],
    files: [{ path: 'a.ndjson' }],
  });
});

test('a resource that fails takes its own output back, and the others are put in place', async () => {
  const { target, told } = recorder();
  const { report } = await running(['a', 'b404', 'c'], { target });
  expect(report).toMatchObject({
    exitCode: 6,
    resources: [{ status: 'complete' }, { status: 'failed', error: { exitCode: 4 } }, { status: 'complete' }],
  });
  expect(told).toContain('abort b404');
  expect(told.at(-1)).toBe('commit a,c');
});

test('every resource failed: nothing is put in place', async () => {
  const { target, told } = recorder();
  const { report } = await running(['b404', 'd403'], { target });
  expect(report).toMatchObject({ exitCode: 4, files: [] });
  expect(told.at(-1)).toBe('abort');
  expect(told.join()).not.toContain('commit');
});

test('what can be refused is refused before anything is requested', async () => {
  const { target, told } = recorder({ prepare: () => Promise.reject(new UsageError('not so')) });
  const { report, api } = await running(['a'], { target });
  expect(report).toMatchObject({ message: 'not so' });
  expect(api.requests).toEqual([]);
  expect(told).toEqual(['abort']);
});

describe('what concerns the output concerns every resource', () => {
  const sinkOf = (error: Error) => async () => ({
    write: () => Promise.reject(error),
    close: async () => {},
    abort: async () => {},
  });

  test('a full disk ends the run with its error', async () => {
    const { target, told } = recorder({ sink: sinkOf(new OutputError('no space left')) });
    const { report } = await running(['a', 'b'], { target });
    expect(report).toBeInstanceOf(OutputError);
    expect(told.at(-1)).toBe('abort');
  });

  test('a reader of stdout that has gone is no fault', async () => {
    const { target, told } = recorder({ sink: sinkOf(new ClosedPipeError('nobody reads')) });
    const { report } = await running(['a', 'b'], { target });
    expect(report).toMatchObject({ exitCode: 0, isPipeClosed: true, files: [] });
    expect(told.at(-1)).toBe('abort');
  });
});

test('a signal that has ended already: its reason, nothing requested, nothing left', async () => {
  const { target, told } = recorder();
  const { report, api } = await running(['a'], { target, signal: AbortSignal.abort(new Error('enough')) });
  expect(report).toMatchObject({ message: 'enough' });
  expect(api.requests).toEqual([]);
  expect(told.at(-1)).toBe('abort');
});
