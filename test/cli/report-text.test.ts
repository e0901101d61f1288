// The report of a run, for people and for programs.
import pc from 'picocolors';
import { describe, expect, test } from 'vitest';
import { reportJson } from '../../src/cli/report-json.ts';
import { noticesOf } from '../../src/cli/report-notices.ts';
import { reportText } from '../../src/cli/report-text.ts';
import { SourceError } from '../../src/core/errors.ts';
import type { Report, ResourceReport } from '../../src/run/report.ts';
import { chainOf } from '../../src/stages/index.ts';
import { resourcePlan } from '../helpers/plans.ts';

const nothing = chainOf(resourcePlan(), () => {}).counts;
const plain = pc.createColors(false);

function resourceOf(more: Partial<ResourceReport> = {}): ResourceReport {
  const counts = {
    pages: 1,
    retries: 0,
    records: 2,
    kept: 0,
    rejects: 0,
    ignored: 0,
    skipped: 0,
    seconds: 0.04,
  };
  return { name: 'things', status: 'complete', ...counts, ...nothing, ...more };
}

function reportOf(resources: readonly ResourceReport[], more: Partial<Report> = {}): Report {
  const startedAt = new Date('2024-05-06T07:08:09Z');
  return {
    pipeline: 'crm',
    startedAt,
    seconds: 1.26,
    resources,
    files: [],
    isPipeClosed: false,
    exitCode: 0,
    ...more,
  };
}

const file = { resource: 'things', rows: 2, bytes: 600, sha256: 'x' };

describe('the table', () => {
  test('a row for each resource, thousands apart, and a sum below', () => {
    const resources = [
      resourceOf({ pages: 12, records: 15_979, duplicates: 3, rejects: 1, retries: 2 }),
      resourceOf({ name: 'notes', status: 'failed', records: 0 }),
    ];
    expect(reportText(reportOf(resources), plain)).toBe(
      [
        'resource  status    pages  records  duplicates  rejects  retries  seconds',
        'things    complete     12   15,979           3        1        2      0.0',
        'notes     failed        1        0           0        0        0      0.0',
        'crm: 1 of 2 resources complete, 15,979 records in 1.3 s',
      ].join('\n'),
    );
  });

  test('what does not always happen has a line of its own', () => {
    const text = reportText(reportOf([resourceOf({ kept: 1, ignored: 2 })]), plain);
    expect(text).toContain('  things: 1 record of the earlier snapshot kept\n');
    expect(text).toContain('  things: 2 answers ignored by response_actions\n');
  });

  test('one file by its name, several by their directory', () => {
    const one = [{ ...file, path: 'out/things/part-00000.ndjson' }];
    expect(reportText(reportOf([resourceOf()], { files: one }), plain)).toMatch(
      /, 600 bytes in out\/things\/part-00000\.ndjson$/,
    );
    const two = [...one, { ...file, path: 'out/things/part-00001.ndjson' }];
    expect(reportText(reportOf([resourceOf()], { files: two }), plain)).toMatch(/, 1,200 bytes in out\/$/);
  });

  test('colours say how it went, and names are never raw', () => {
    const resources = [resourceOf({ name: 'a\u001b[2J\nb' }), resourceOf({ name: 'c', status: 'stopped' })];
    const text = reportText(reportOf(resources), pc.createColors(true));
    expect(text).toContain('\u001b[32mcomplete\u001b[39m');
    expect(text).toContain('\u001b[31mstopped\u001b[39m');
    expect(text).not.toContain('\u001b[2J');
    expect(text.split('\n')).toHaveLength(4);
  });
});

describe('a total that the API stated', () => {
  test.each<[unknown, Partial<ResourceReport>, string[]]>([
    [2, {}, []],
    ['2', {}, []],
    [2n, {}, []],
    [5, { duplicates: 2, rejects: 1 }, []],
    [3, {}, ['the API stated a total of 3, and 2 records came']],
    ['3', { records: 1 }, ['the API stated a total of "3", and 1 record came']],
    [3, { status: 'limited' }, []],
    [{ total: 3 }, {}, []],
    [undefined, {}, []],
  ])('%o, with %o', (statedTotal, more, notices) => {
    expect(noticesOf(resourceOf({ statedTotal, ...more }))).toEqual(notices);
  });
});

test('conflicts are told even without the report, plain duplicates are not', () => {
  expect(noticesOf(resourceOf({ duplicates: 5 }))).toEqual([]);
  expect(noticesOf(resourceOf({ duplicates: 5, conflicts: 1 }))).toEqual([
    expect.stringMatching(/^1 record dropped that differ/),
  ]);
});

test('as JSON: keys in snake case, the error with its place, complete or not', () => {
  const error = new SourceError('no', { where: { resource: 'things', page: 2 } });
  const resources = [resourceOf({ status: 'failed', statedTotal: 7, error })];
  expect(JSON.parse(JSON.stringify(reportJson(reportOf(resources, { exitCode: 4 }))))).toMatchObject({
    pipeline: 'crm',
    started: '2024-05-06T07:08:09.000Z',
    exit_code: 4,
    closed_pipe: false,
    resources: [
      {
        stated_total: 7,
        complete: false,
        error: { code: 'source', message: 'no', where: { resource: 'things', page: 2 } },
      },
    ],
  });
});
