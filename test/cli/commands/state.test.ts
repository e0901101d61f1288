// penstock state: what is kept, shown and changed, of a directory and of a file.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { acquireLock } from '../../../src/core/files/lock.ts';
import { parseState, stateText } from '../../../src/run/state-text.ts';
import { penstock } from '../../helpers/cli.ts';
import { temporaryDirectory } from '../../helpers/temporary.ts';

const STATE = stateText({
  pipeline: 'crm',
  resources: new Map([
    [
      'contacts',
      {
        of: undefined,
        partitions: new Map([['', { value: 9007199254740993n, seen: [[1, 'a', 'b'] as const] }]]),
      },
    ],
    [
      'tasks',
      {
        of: undefined,
        partitions: new Map([
          ['module=A', { value: '2024-05-06' }],
          ['module=B', {}],
        ]),
      },
    ],
  ]),
});
const MANIFEST = {
  version: 2,
  pipeline: 'crm',
  format: 'ndjson',
  started: '',
  finished: '',
  resources: {},
};

let places: { name: string; place: string; file: string }[] = [];

beforeEach(async () => {
  const root = await temporaryDirectory();
  const out = path.join(root, 'out');
  mkdirSync(out);
  writeFileSync(path.join(out, '_manifest.json'), JSON.stringify(MANIFEST));
  const file = path.join(root, 'crm.state.json');
  places = [
    { name: 'a directory', place: out, file: path.join(out, '_state.json') },
    { name: 'a file', place: file, file },
  ];
  for (const one of places) writeFileSync(one.file, STATE);
});

const partitionsOf = (file: string, resource: string) =>
  Object.fromEntries(parseState(readFileSync(file, 'utf8'), '').resources.get(resource)?.partitions ?? []);

describe.each([0, 1])('place %i', (which) => {
  const here = () => places[which] as (typeof places)[number];

  test('is shown as a table, and as JSON', async () => {
    const { stdout, code } = await penstock(['state', here().place]);
    expect(code).toBe(0);
    expect(stdout.split('\n').map((line) => line.split(/\s{2,}/))).toEqual([
      ['resource', 'partition', 'last value', 'remembered'],
      ['contacts', '-', '9007199254740993', '2'],
      ['tasks', 'module=A', '2024-05-06', '0'],
      ['tasks', 'module=B', '-', '0'],
      [''],
    ]);
    const json = await penstock(['state', here().place, '--json', '--partition', 'module=A']);
    expect(json.stdout).toBe(
      '{"resource":"tasks","partition":"module=A","value":"2024-05-06","remembered":0}\n',
    );
  });

  test('forgets a resource, or a partition', async () => {
    expect((await penstock(['state', here().place, 'reset', 'contacts'])).code).toBe(0);
    expect(partitionsOf(here().file, 'contacts')).toEqual({});
    expect((await penstock(['state', here().place, 'reset', 'tasks', '--partition', 'module=A'])).code).toBe(
      0,
    );
    expect(partitionsOf(here().file, 'tasks')).toEqual({ 'module=B': {} });
  });

  test('sets a value, of the kind that it had', async () => {
    expect((await penstock(['state', here().place, 'set', 'contacts', '9007199254740995'])).code).toBe(0);
    expect(partitionsOf(here().file, 'contacts')).toEqual({ '': { value: 9007199254740995n } });
    expect((await penstock(['state', here().place, 'set', 'tasks', '2024'])).code).toBe(0);
    expect(partitionsOf(here().file, 'tasks')).toEqual({
      'module=A': { value: '2024' },
      'module=B': { value: 2024 },
    });
    expect((await penstock(['state', here().place, 'set', 'notes', 'x', '--partition', 'a=1'])).code).toBe(0);
    expect(partitionsOf(here().file, 'notes')).toEqual({ 'a=1': { value: 'x' } });
  });

  test.each([
    [['reset', 'contact'], 2, 'did you mean "contacts"'],
    [['reset', 'tasks', '--partition', 'module=C'], 2, 'no partition "module=C"'],
    [['set', 'contacts', 'soon'], 2, '"soon" is no number'],
    [['set', 'contacts'], 2, 'takes a resource and a value'],
    [['forget', 'contacts'], 2, 'neither reset nor set'],
  ] as const)('%j is a mistake, and changes nothing', async (words, code, message) => {
    const outcome = await penstock(['state', here().place, ...words]);
    expect(outcome.code).toBe(code);
    expect(outcome.stderr).toContain(message);
    expect(readFileSync(here().file, 'utf8')).toBe(STATE);
  });

  test('is not changed while a run is at work there, nor where it is damaged', async () => {
    const { place, file } = here();
    const lock = await acquireLock(place === file ? `${file}.lock` : path.join(place, '.penstock-lock'));
    expect(await penstock(['state', place, 'reset', 'contacts'])).toMatchObject({
      code: 8,
      stderr: expect.stringContaining('in use by'),
    });
    await lock.release();
    writeFileSync(file, STATE.slice(0, 50));
    for (const words of [[], ['reset', 'contacts']])
      expect(await penstock(['state', place, ...words])).toMatchObject({ code: 8 });
    expect(readFileSync(file, 'utf8')).toBe(STATE.slice(0, 50));
  });
});

test('a place that is none', async () => {
  const root = await temporaryDirectory();
  const missing = path.join(root, 'none.json');
  for (const words of [[], ['reset', 'a']])
    expect(await penstock(['state', missing, ...words])).toMatchObject({ code: 2 });
  expect(existsSync(missing)).toBe(false);
  expect(await penstock(['state', root])).toMatchObject({
    code: 8,
    stderr: expect.stringContaining('no export'),
  });
});

test('a directory without a state says so', async () => {
  const [{ place = '', file = '' } = {}] = places;
  writeFileSync(file, stateText({ pipeline: 'crm', resources: new Map() }));
  expect(await penstock(['state', place])).toMatchObject({ code: 0, stdout: 'crm: no value is kept\n' });
});
