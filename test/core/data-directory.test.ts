import { homedir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { dataDirectory } from '../../src/core/data-directory.ts';

test.skipIf(process.platform !== 'linux')('XDG_DATA_HOME, else ~/.local/share', () => {
  expect(dataDirectory('x', { XDG_DATA_HOME: '/data' })).toBe('/data/x');
  expect(dataDirectory('x', {})).toBe(path.join(homedir(), '.local/share/x'));
});
