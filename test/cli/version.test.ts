import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { version } from '../../src/cli/version.ts';

test('is the package’s own', () => {
  const file = path.join(import.meta.dirname, '../../package.json');
  expect(version()).toBe(JSON.parse(readFileSync(file, 'utf8')).version);
});
