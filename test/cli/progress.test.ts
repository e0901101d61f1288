// The live display on a terminal.
import { Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { liveProgress, plainProgress } from '../../src/cli/progress.ts';
import type { extract } from '../helpers/extract.ts';
import { json, serve } from '../helpers/serve.ts';
import { pipelineFile } from '../helpers/temporary.ts';

const page: Parameters<typeof extract>[0] = (_, response) => json(response, { data: [{ id: 1 }, { id: 2 }] });

test('a terminal gets a live line per resource, colours only without NO_COLOR', async () => {
  const api = await serve(page);
  const file = await pipelineFile({
    client: { base_url: api.url },
    resources: [{ name: 'things', endpoint: { data_selector: 'data' } }],
  });
  const run = async (environment: Record<string, string>) => {
    let shown = '';
    const stderr = Object.assign(
      new Writable({
        write: (chunk, _e, done) => {
          shown += chunk;
          done();
        },
      }),
      { isTTY: true, columns: 80, rows: 24 },
    );
    const stdout = new Writable({ write: (_c, _e, done) => done() });
    expect(
      await main(['run', file], { stdout, stderr, environment, signal: new AbortController().signal }),
    ).toBe(0);
    return shown;
  };
  const coloured = await run({});
  expect(coloured).toMatch(/✔.*things {2}1 page {2}2 records/);
  expect(coloured).toMatch(/\u001b\[32m/);
  expect(await run({ NO_COLOR: '1' })).not.toMatch(/\u001b\[3\dm/);
});

function screen() {
  let shown = '';
  const stderr = Object.assign(
    new Writable({
      write: (chunk, _encoding, done) => {
        shown += chunk;
        done();
      },
    }),
    { isTTY: true, columns: 80, rows: 24 },
  );
  const environment = { NO_COLOR: '1' };
  const io = { stdout: stderr, stderr, environment, signal: new AbortController().signal };
  return { io, shown: () => shown };
}

const ofThings = { resource: 'things' } as const;

test('pages, records and retries of each resource, and how each of them ended', async () => {
  const { io, shown } = screen();
  const progress = await liveProgress(io);
  progress.event({ kind: 'started', ...ofThings });
  progress.event({ kind: 'started', resource: 'a\u001b[2Jb' });
  progress.event({ kind: 'page', ...ofThings, partition: undefined, page: 1, records: 9 });
  progress.event({ kind: 'written', ...ofThings, records: 7 });
  progress.event({ kind: 'written', ...ofThings, records: 1 });
  progress.event({ kind: 'retry', ...ofThings, attempt: 1, waitSeconds: 1, reason: 'HTTP 503' });
  // Of no resource, or of one that has not begun: no line of its own.
  progress.event({ kind: 'retry', resource: undefined, attempt: 1, waitSeconds: 1, reason: 'x' });
  progress.event({ kind: 'written', resource: 'unknown', records: 1 });
  progress.put('warning: a line above the display');
  expect(shown()).toMatch(/● things +1 page {2}8 records {2}\d+\/s {2}1 retry/);
  progress.event({ kind: 'finished', ...ofThings });
  progress.event({ kind: 'failed', resource: 'a\u001b[2Jb' });
  progress.stop();
  expect(shown()).toMatch(/^warning: a line above the display$/m);
  expect(shown()).toMatch(/✔ things +1 page {2}8 records {2}\d+\/s {2}1 retry\n✖ a.*b +0 pages {2}0 records/);
  expect(shown()).not.toContain('\u001b[2Jb');
  expect(shown()).not.toContain('unknown');
});

test('without a terminal: the lines alone', () => {
  const { io, shown } = screen();
  const progress = plainProgress(io);
  progress.event({ kind: 'started', ...ofThings });
  progress.put('one line');
  progress.stop();
  expect(shown()).toBe('one line\n');
});
