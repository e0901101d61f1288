import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { PYTHON_LINE, pythonCommand } from '../../../src/language/convert/python-line.ts';
import { README } from '../../programs/docs/documents.ts';

test('a shell passes it on as it is', () => {
  expect(PYTHON_LINE).not.toMatch(/["$`\\!\n]/);
  expect(pythonCommand('shop.py')).toBe(`python -c "${PYTHON_LINE}" shop.py | penstock convert -`);
  const { stdout } = spawnSync('sh', ['-c', `printf %s "${PYTHON_LINE}"`]);
  expect(String(stdout)).toBe(PYTHON_LINE);
});

test('the README gives it', () => {
  expect(readFileSync(README, 'utf8')).toContain(`${pythonCommand('shop.py')} > shop.ts`);
});
