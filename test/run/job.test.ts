// One resource of a run: how it ends, and who is told.
import { expect, test } from 'vitest';
import { OutputError, type PenstockError, StateError } from '../../src/core/errors.ts';
import type { PenstockEvent } from '../../src/core/events.ts';
import { planOf } from '../../src/language/load-plan.ts';
import { createJob, type JobContext } from '../../src/run/job.ts';
import { openParents } from '../../src/run/parents.ts';
import { openResume } from '../../src/run/resume.ts';
import { runState } from '../../src/run/run-state.ts';
import { openSession } from '../../src/run/session.ts';
import { createTally } from '../../src/run/tally.ts';
import type { Sink } from '../../src/sinks/formats/contract.ts';
import type { Target } from '../../src/sinks/targets/target.ts';
import { json, serve } from '../helpers/serve.ts';

interface Job {
  readonly data?: unknown[];
  readonly resource?: object;
  readonly target?: Partial<Target>;
  readonly sink?: Partial<Sink>;
  readonly context?: Partial<JobContext>;
  readonly isEnded?: boolean;
}

async function done({ data = [{ id: 1 }, { id: 2 }], resource, target, sink, context, isEnded }: Job) {
  const api = await serve((_, response) => json(response, { data }));
  const endpoint = { data_selector: 'data', paginator: 'single_page' };
  const resources = [{ name: 'things', endpoint, ...resource }];
  const plan = planOf({ client: { base_url: api.url }, resources }, { environment: {} });
  const [things] = plan.resources;
  if (things === undefined) throw new Error('no resource');
  const session = openSession(plan, {});
  const events: PenstockEvent[] = [];
  const fatal: PenstockError[] = [];
  const ended: string[] = [];
  const tally = createTally((event) => events.push(event));
  const reader = session.reader(tally.emit);
  const parents = openParents(plan, [things], reader, { emit: tally.emit, isWindowed: true });
  const place: Target = {
    prepare: async () => {},
    sink: async () => ({
      write: async () => {},
      close: async () => void ended.push('close'),
      abort: async () => void ended.push('abort'),
      ...sink,
    }),
    commit: async () => [],
    abort: async () => {},
    ...target,
  };
  const job = createJob(things, {
    reader,
    parents,
    tally,
    target: place,
    resume: openResume(plan, [things], { target: place, isWanted: false, limit: undefined, asked: {} }),
    limit: undefined,
    maxRejects: { records: 0 },
    isForced: false,
    state: runState({
      pipeline: plan.name,
      resources: plan.resources,
      startedAt: new Date(),
      backfill: undefined,
      isRefresh: false,
    }),
    hasStore: false,
    isRefresh: false,
    startedAt: new Date(0),
    onFatal: (error) => fatal.push(error),
    ...context,
  });
  expect(api.requests).toEqual([]);
  if (isEnded === true) reader.scope.end();
  try {
    return { report: await job(), events, fatal, ended, requests: api.requests.length };
  } finally {
    reader.close();
    await session.close();
  }
}

const kinds = (events: readonly PenstockEvent[]) =>
  events.map(({ kind }) => kind).filter((kind) => kind !== 'request');

test('well: counted, told from its start to its end, its sink closed', async () => {
  const { report, events, ended } = await done({});
  expect(report).toMatchObject({ status: 'complete', pages: 1, records: 2, rejects: 0, kept: 0 });
  expect(report.error).toBeUndefined();
  expect(kinds(events)).toEqual(['started', 'page', 'written', 'finished']);
  expect(ended).toEqual(['close']);
});

test('enough: limited, and of what was cut off the earlier records stay', async () => {
  const { report } = await done({
    resource: { primary_key: 'id', write_disposition: 'merge' },
    target: {
      earlier: () => ({
        columns: undefined,
        async *read() {
          yield [{ id: 1 }, { id: 2 }];
        },
      }),
    },
    context: { limit: 1 },
  });
  expect(report).toMatchObject({ status: 'limited', records: 1, kept: 1, duplicates: 0 });
});

test('too many rejects: partial, with its sink closed all the same', async () => {
  const resource = { columns: { id: { data_type: 'bigint' } } };
  const { report, ended } = await done({ data: [{ id: 1 }, { id: 'x' }], resource });
  expect(report).toMatchObject({
    status: 'partial',
    records: 1,
    rejects: 1,
    error: { where: { resource: 'things' } },
  });
  expect(ended).toEqual(['close']);
});

test('nothing but rejects: failed, unless it is forced', async () => {
  const all = { data: [{ id: 'x' }], resource: { columns: { id: { data_type: 'bigint' } } } };
  expect(await done(all)).toMatchObject({ report: { status: 'failed' }, ended: ['abort'] });
  expect(await done({ ...all, context: { isForced: true } })).toMatchObject({
    report: { status: 'partial' },
    ended: ['close'],
  });
});

test('the earlier snapshot of a merge is carried over behind what came', async () => {
  const written: number[] = [];
  const { report } = await done({
    resource: { primary_key: 'id', write_disposition: 'merge' },
    sink: { write: async ({ records }) => void written.push(...records.map(({ id }) => Number(id))) },
    target: {
      earlier: () => ({
        columns: undefined,
        async *read() {
          yield [{ id: 2 }, { id: 9 }];
        },
      }),
    },
  });
  expect(report).toMatchObject({ status: 'complete', records: 2, kept: 1 });
  expect(written).toEqual([1, 2, 9]);
});

test('a target that will not have it fails this resource alone', async () => {
  const refuse = () => {
    throw new StateError('a complete snapshot is not replaced');
  };
  const { report, fatal, events } = await done({ target: { accept: refuse } });
  expect(report).toMatchObject({
    status: 'failed',
    error: { message: 'a complete snapshot is not replaced' },
  });
  expect(fatal).toEqual([]);
  expect(kinds(events).at(-1)).toBe('failed');
});

test.each([
  ['an output that cannot be written', new OutputError('full'), 1],
  ['a state that is corrupt', new StateError('corrupt'), 1],
  ['any other fault', new Error('a slip'), 0],
])('%s: whether every resource is told', async (_name, error, count) => {
  const { report, fatal, ended } = await done({ sink: { write: () => Promise.reject(error) } });
  expect(report).toMatchObject({ status: 'failed' });
  expect(fatal).toHaveLength(count);
  expect(ended).toEqual(['abort']);
});

test('what readers of the output may trip over is said', async () => {
  const { events } = await done({ sink: { warnings: () => ['two names differ in case alone'] } });
  expect(events).toContainEqual({
    kind: 'warning',
    resource: 'things',
    message: 'two names differ in case alone',
  });
});

test('a run that is over before its turn comes: stopped, nothing requested', async () => {
  const { report, requests, ended } = await done({ isEnded: true });
  expect(report).toMatchObject({ status: 'stopped', records: 0 });
  expect({ requests, ended }).toEqual({ requests: 0, ended: [] });
});
