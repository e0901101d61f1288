// NDJSON to a stream: each page one write, and a reader that goes ends the run.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { PassThrough, Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { stdoutTarget } from '../../../src/sinks/targets/stdout.ts';
import { ClosedPipeError } from '../../../src/sinks/targets/stream-writer.ts';
import { lines } from '../../helpers/cli.ts';
import { batchOf, resourcePlan } from '../../helpers/plans.ts';
import { temporaryDirectory } from '../../helpers/temporary.ts';

const terms = { isLimited: false, isForced: false };
const failing = (code: string) =>
  new Writable({ write: (_chunk, _encoding, done) => done(Object.assign(new Error(code), { code })) });

test('records as they are; of several resources each with its name', async () => {
  for (const names of [['a'], ['a', 'b']]) {
    const stream = new PassThrough();
    const target = stdoutTarget(stream, undefined);
    const resources = names.map((name) => resourcePlan({ name }));
    await target.prepare(resources, terms);
    for (const resource of resources) {
      const sink = await target.sink(resource);
      await sink.write(batchOf([{ id: 1 }]));
      await sink.write(batchOf([]));
      await sink.close();
    }
    expect(await target.commit([], new Date())).toEqual([]);
    expect(stream.listenerCount('error')).toBe(0);
    const text = String(stream.read());
    expect(lines(text)).toEqual(
      names.length === 1 ? [{ id: 1 }] : names.map((name) => ({ _resource: name, id: 1 })),
    );
  }
});

test.each(['EPIPE', 'ECONNRESET', 'ERR_STREAM_DESTROYED'])('%s: the reader has gone', async (code) => {
  const target = stdoutTarget(failing(code), undefined);
  await target.prepare([resourcePlan()], terms);
  const sink = await target.sink(resourcePlan());
  for (const _ of [1, 2])
    await expect(sink.write(batchOf([{ id: 1 }]))).rejects.toBeInstanceOf(ClosedPipeError);
  await target.abort();
});

test('any other failure is one of the output, of the first write and of every later one', async () => {
  const target = stdoutTarget(failing('ENOSPC'), undefined);
  await target.prepare([resourcePlan()], terms);
  const sink = await target.sink(resourcePlan());
  for (const _ of [1, 2]) {
    await expect(sink.write(batchOf([{ id: 1 }]))).rejects.toMatchObject({
      exitCode: 7,
      message: expect.stringMatching(/cannot write to stdout/),
      hint: expect.stringMatching(/disk is full/),
    });
  }
  await target.abort();
});

test('rejects go to their file, or end the resource', async () => {
  const rejects = [{ record: { id: 'x' }, reason: 'no number', column: 'id' }];
  const strict = stdoutTarget(new PassThrough(), undefined);
  await strict.prepare([resourcePlan()], terms);
  await expect((await strict.sink(resourcePlan())).write(batchOf([], { rejects }))).rejects.toThrow(
    /a record was rejected: column "id": no number/,
  );
  const file = path.join(await temporaryDirectory(), 'bad.ndjson');
  const kept = stdoutTarget(new PassThrough(), file);
  await kept.prepare([resourcePlan()], terms);
  await (await kept.sink(resourcePlan())).write(batchOf([{ id: 1 }], { rejects }));
  await kept.commit([], new Date());
  expect(lines(readFileSync(file, 'utf8'))).toEqual([
    { resource: 'things', page: 1, column: 'id', reason: 'no number', record: { id: 'x' } },
  ]);
});
