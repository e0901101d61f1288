// completion: the scripts run in the shells they are for.
import { execFileSync, spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { penstock } from '../../helpers/cli.ts';

describe('completion', () => {
  test('bash completes commands and options', async () => {
    const { stdout } = await penstock(['completion', 'bash']);
    const complete = (...words: string[]) =>
      execFileSync(
        'bash',
        [
          '-c',
          `${stdout}\nCOMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length - 1}; _penstock; echo "\${COMPREPLY[@]}"`,
        ],
        { encoding: 'utf8' },
      ).trim();
    expect(complete('penstock', 'pre')).toBe('preview');
    expect(complete('penstock', 'run', 'x.ts', '--max')).toBe(
      '--max-file-records --max-file-bytes --max-rejects',
    );
  });

  test.each(['zsh', 'fish'])('%s', async (shell) => {
    const { code, stdout } = await penstock(['completion', shell]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/preview/);
    if (spawnSync(shell, ['--version']).status === 0) execFileSync(shell, ['-n'], { input: stdout });
  });
});
