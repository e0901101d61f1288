import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { lookUpSecret, lookUpVariable } from '../../src/config/environment.ts';
import { temporaryDirectory } from '../helpers/temporary.ts';

const source = (environment: Record<string, string>) => ({
  pipeline: 'crm',
  environment,
  needsSecrets: true,
});

test('blanks around a secret do not count, be it in a variable or a file', async () => {
  const file = path.join(await temporaryDirectory(), 'token');
  for (const written of ['value', 'value\n', 'value\r\n', ' value ', '\uFEFFvalue\n\n']) {
    writeFileSync(file, written);
    expect(lookUpSecret('token', source({ TOKEN_FILE: file }))).toEqual({ value: 'value' });
    if (!written.startsWith('\uFEFF'))
      expect(lookUpSecret('token', source({ TOKEN: written }))).toEqual({ value: 'value' });
  }
});

test('a secret of two lines is a slip, and the variable is named', async () => {
  expect(lookUpSecret('token', source({ CRM_TOKEN: 'a\nb' })).fault).toBe(
    'secret "token": CRM_TOKEN holds more than one line',
  );
  const file = path.join(await temporaryDirectory(), 'token');
  writeFileSync(file, 'a\r\nb\n');
  expect(lookUpSecret('token', source({ TOKEN_FILE: file })).fault).toBe(
    'secret "token": the file that TOKEN_FILE names holds more than one line',
  );
});

test('a key in PEM has lines', () => {
  const pem = '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----';
  expect(lookUpSecret('key', source({ KEY: `${pem}\n` }))).toEqual({ value: pem });
});

test('what is blank is not set', () => {
  expect(lookUpSecret('token', source({ CRM_TOKEN: ' ', TOKEN: 'plain' }))).toEqual({ value: 'plain' });
  expect(lookUpSecret('token', source({ TOKEN: '\n' })).fault).toMatch(/is not set; looked for CRM_TOKEN/);
});

test('a variable keeps its blanks but for the last line break', () => {
  expect(lookUpVariable('A', undefined, source({ A: ' b \n' }))).toEqual({ value: ' b ' });
  expect(lookUpVariable('A', 'c', source({}))).toEqual({ value: 'c' });
  expect(lookUpVariable('A', undefined, source({})).fault).toMatch(/A is not set and has no default/);
});
