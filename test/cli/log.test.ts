import { describe, expect, test } from 'vitest';
import { commands } from '../../src/cli/commands/index.ts';
import { exits } from '../../src/core/exit-codes.ts';
import { penstock } from '../helpers/cli.ts';
import { extract } from '../helpers/extract.ts';
import { json } from '../helpers/serve.ts';

test.each(commands.map(({ name }) => name))('%s takes -q, -v and --log-format', async (name) => {
  const { code, stdout } = await penstock([name, '--help']);
  expect(code).toBe(0);
  for (const flag of ['-q, --quiet', '-v, --verbose', '--log-format']) expect(stdout).toContain(flag);
});

test('the help has every exit code and the environment', async () => {
  const { stdout } = await penstock(['--help']);
  for (const { code, meaning } of Object.values(exits)) expect(stdout).toContain(`${code}  ${meaning}`);
  expect(stdout).toMatch(/PENSTOCK_STATE_DIR[\s\S]*NO_COLOR, FORCE_COLOR/);
});

describe('a total from the server', () => {
  const paginator = { type: 'offset', limit: 10, total_path: 'total', total: 'hint' };
  test.each<[unknown]>([
    ['\u001b]0;PWN\u0007\nfaked: line'],
    [{ toString: 1 }],
    [[{ valueOf: null }]],
    ['1\n2'],
    [-5],
  ])('%j is no fault of ours, and never raw', async (total) => {
    const { code, stderr } = await extract((_, response) => json(response, { data: [{ id: 1 }], total }), {
      endpoint: { paginator },
      words: ['-v'],
    });
    expect(code).not.toBe(1);
    expect(stderr).not.toMatch(/[\u0007\u001b]|^faked/m);
  });
});

test('-v with a query that is no UTF-8', async () => {
  const { code, stderr } = await extract((_, response) => json(response, { data: [] }), {
    endpoint: { path: '/things?q=%FF' },
    words: ['-v'],
  });
  expect(code, stderr).toBe(0);
});

test('a secret that looks like a number spoils no JSON', async () => {
  const { stderr } = await extract((_, response) => json(response, { data: Array(1000).fill({ id: 1 }) }), {
    client: { auth: { type: 'bearer', token: { secret: 'token' } } },
    environment: { TOKEN: '1000' },
    words: ['--log-format', 'json', '-v'],
  });
  const lines = stderr
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines.at(-1)).toMatchObject({ kind: 'report', resources: [{ records: 1000 }] });
});
