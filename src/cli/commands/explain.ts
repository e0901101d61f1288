// penstock explain: one part of the language (an auth, a paginator, a router, a column type, a format), from its declaration.
import { didYouMean } from '../../core/did-you-mean.ts';
import { UsageError } from '../../core/errors.ts';
import type { CommandDeclaration } from '../command.ts';

export const explain = {
  name: 'explain',
  summary:
    'show what an auth, a paginator, a router, a processing step, a column type or a format does, and its options',
  examples: [
    'penstock explain cursor',
    'penstock explain oauth2',
    'penstock list paginators     their names',
  ],
  declare: (command) => command.argument('<NAME>', 'as a pipeline file or -f names it'),
  async run({ io }, name: string) {
    const { optionRows, parts } = await import('../parts.ts');
    const { table } = await import('../table.ts');
    const found = parts.filter((part) => part.name === name.toLowerCase());
    if (found.length === 0) {
      const names = parts.map((part) => part.name);
      throw new UsageError(`nothing is called "${name}"${didYouMean(name, names)}`, {
        hint: `known: ${names.join(', ')}`,
      });
    }
    const { stringify } = await import('yaml');
    for (const { kind, summary, options, example } of found) {
      const rows = options === undefined ? [] : optionRows(options);
      const lines = [`${name} (${kind})`, summary];
      if (rows.length > 0)
        lines.push('', table(['option', 'default', 'meaning'], rows, ['left', 'left', 'left']));
      if (example !== undefined) lines.push('', stringify(example, writable).trimEnd());
      io.stdout.write(`${lines.join('\n')}\n`);
    }
    return 0;
  },
} satisfies CommandDeclaration;

/** A function in an example, which YAML has no word for, as its source. */
function writable(_key: unknown, value: unknown): unknown {
  return typeof value === 'function' ? String(value).replace(/\s+/g, ' ') : value;
}
