// explain: one part of the language, from its declaration.
import { describe, expect, test } from 'vitest';
import { parts } from '../../../src/cli/parts.ts';
import { penstock } from '../../helpers/cli.ts';

describe('explain', () => {
  test('options with their defaults, and an example to paste', async () => {
    const { code, stdout } = await penstock(['explain', 'offset']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^offset \(paginators\)\n/);
    expect(stdout).toMatch(/^maximum_empty_pages +10 +\S/m);
    expect(stdout).toMatch(/^type: offset$/m);
  });

  test('every part can be explained, those of functions too', async () => {
    for (const { name } of parts) {
      const { code, stdout, stderr } = await penstock(['explain', name]);
      expect(code, `${name}: ${stderr}`).toBe(0);
      expect(stdout).toMatch(/^\S+ \(\w+\)\n\S/);
    }
  });

  test('an unknown name', async () => {
    expect(await penstock(['explain', 'ofset'])).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/did you mean "offset"/),
    });
  });
});
