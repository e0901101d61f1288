// The command line, word for word: what it says, where, and how it ends.
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { penstock } from '../helpers/cli.ts';
import { crmServer } from '../helpers/crm.ts';

const pipeline = path.join(import.meta.dirname, '../../pipelines/crm-oauth2.ts');

describe('help and version', () => {
  test('examples come first', async () => {
    const { code, stdout, stderr } = await penstock(['--help']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^Examples:\n {2}\$ penstock run/);
    for (const command of ['run', 'check', 'list', 'schema'])
      expect(stdout).toMatch(new RegExp(`^ {2}${command} `, 'm'));
  });

  test('no words at all: the help', async () => {
    expect((await penstock([])).stdout).toMatch(/^Examples:/);
  });

  test('--version', async () => {
    expect(await penstock(['--version'])).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
    });
  });
});

describe('usage errors: exit 2, one message, nothing requested', () => {
  const words = (...more: string[]) => ['run', pipeline, ...more];
  test.each<[string, string[], RegExp]>([
    ['an unknown command', ['rn'], /unknown command 'rn'[\s\S]*Did you mean run/],
    ['an unknown option', words('--formt', 'x'), /unknown option '--formt'/],
    ['no file', ['run'], /missing required argument 'FILE'/],
    ['a file that is not there', ['run', 'nowhere.ts'], /nowhere\.ts: there is no such file/],
    ['an unknown resource', words('contact'), /no resource "contact" \(did you mean "contacts"\?\)/],
    ['--limit 0', words('--limit', '0'), /positive whole number/],
    ['--limit many', words('--limit', 'many'), /positive whole number/],
    ['-q and -v', words('-q', '-v'), /cannot be used with option/],
    ['a --set without =', words('--set', 'client.base_url'), /expected path=value/],
    [
      'a secret by --set',
      words('--set', 'client.auth.client_secret=x'),
      /a secret never comes from the command line/,
    ],
    [
      'an env file that is not there',
      words('--env-file', 'nowhere.env'),
      /nowhere\.env: there is no such file/,
    ],
  ])('%s', async (_name, line, message) => {
    const crm = await crmServer();
    const { code, stdout, stderr } = await penstock(line, { environment: crm.environment('crm-oauth2') });
    expect(stderr).toMatch(message);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(crm.requests).toEqual([]);
  });
});
