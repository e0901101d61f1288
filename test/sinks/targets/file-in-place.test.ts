// A single file to come: nothing is at its name until it is whole.
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { FileInPlace } from '../../../src/sinks/targets/file-in-place.ts';
import { temporaryDirectory } from '../../helpers/temporary.ts';

async function placeIn() {
  const directory = path.join(await temporaryDirectory(), 'sub');
  return { directory, place: new FileInPlace(path.join(directory, 'x.csv')) };
}

test('written beside its name, put there at once, and nothing else is left', async () => {
  const { directory, place } = await placeIn();
  await place.prepare();
  writeFileSync(place.temporary, 'new');
  expect(path.dirname(place.temporary)).toBe(directory);
  expect(readdirSync(directory)).not.toContain('x.csv');
  await place.publish();
  await place.release();
  expect(readdirSync(directory)).toEqual(['x.csv']);
  expect(readFileSync(place.file, 'utf8')).toBe('new');
});

test('what killed runs left of this name is removed, and of no other', async () => {
  const { directory, place } = await placeIn();
  mkdirSync(directory);
  const others = ['.x.csv.notes.tmp', '.y.csv.12-0123abcd.tmp', 'x.csv.12-0123abcd.tmp'];
  for (const name of ['.x.csv.12-0123abcd.tmp', ...others]) writeFileSync(path.join(directory, name), '');
  await place.prepare();
  await place.release();
  expect(readdirSync(directory).sort()).toEqual(others.toSorted());
});

test('a run whose lock was taken over puts nothing in place', async () => {
  const { directory, place } = await placeIn();
  await place.prepare();
  writeFileSync(place.temporary, 'new');
  writeFileSync(path.join(directory, '.x.csv.lock'), JSON.stringify({ pid: 1, token: 'theirs' }));
  await expect(place.publish()).rejects.toMatchObject({ exitCode: 8 });
  expect(readdirSync(directory)).not.toContain('x.csv');
  await place.release();
});

describe('refused before anything is written', () => {
  test('while another run writes it', async () => {
    const { directory, place } = await placeIn();
    await place.prepare();
    await expect(new FileInPlace(path.join(directory, 'x.csv')).prepare()).rejects.toMatchObject({
      exitCode: 8,
    });
    await place.release();
  });

  test.each([
    ['a directory', (file: string) => mkdirSync(file)],
    ['a link', (file: string) => symlinkSync('/etc/hostname', file)],
  ])('%s at its name', async (_, plant) => {
    const { directory, place } = await placeIn();
    mkdirSync(directory);
    plant(place.file);
    await expect(place.prepare()).rejects.toMatchObject({ exitCode: 7, hint: 'choose another name' });
    expect(readdirSync(directory)).toEqual(['x.csv']);
  });
});
