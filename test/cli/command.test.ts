// What every command line may say, read as it is declared.
import { Command, InvalidArgumentError } from 'commander';
import { describe, expect, test } from 'vitest';
import { logOptionsOf, positiveInteger, withLogging, withPipeline } from '../../src/cli/command.ts';

function parse(command: Command, ...words: string[]) {
  const quiet = command.exitOverride().configureOutput({ writeErr: () => {} });
  return quiet.parse(words, { from: 'user' }).opts();
}

describe('a positive whole number', () => {
  test.each(['1', '1000', '007', String(Number.MAX_SAFE_INTEGER)])('%s', (text) => {
    expect(positiveInteger(text)).toBe(Number(text));
  });

  test.each(['0', '-1', '1.5', '1e3', '', ' ', '0x10', '9007199254740993', 'many', '∞'])(
    '%j is none',
    (text) => {
      expect(() => positiveInteger(text)).toThrow(InvalidArgumentError);
    },
  );
});

describe('what goes to stderr', () => {
  test.each([
    [[], { quiet: false, verbose: false, format: 'text' }],
    [['-q'], { quiet: true, verbose: false, format: 'text' }],
    [['--verbose', '--log-format', 'json'], { quiet: false, verbose: true, format: 'json' }],
  ])('%j', (words, options) => {
    expect(logOptionsOf(parse(withLogging(new Command()), ...words))).toEqual(options);
  });

  test.each([[['-q', '-v']], [['--log-format', 'xml']]])('%j is refused', (words) => {
    expect(() => parse(withLogging(new Command()), ...words)).toThrow();
  });
});

test('--set may come again and again, in order', () => {
  const words = ['crm.ts', '--set', 'a=1', '--set', 'b=2', '--env-file', '.env'];
  expect(parse(withPipeline(new Command()), ...words)).toEqual({ set: ['a=1', 'b=2'], envFile: '.env' });
  expect(() => parse(withPipeline(new Command()))).toThrow(/FILE/);
});
