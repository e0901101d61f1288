// penstock convert: a config of dlt's rest_api as a pipeline file.
import path from 'node:path';
import { Option } from 'commander';
import { loadPipelineFile, nameFromFile } from '../../config/load.ts';
import { ConfigError, UsageError } from '../../core/errors.ts';
import { mask } from '../../core/mask.ts';
import { counted } from '../../core/text.ts';
import { LANGUAGES, type Language } from '../../language/convert/languages.ts';
import { pythonCommand } from '../../language/convert/python-line.ts';
import type { CommandDeclaration } from '../command.ts';

export const convert = {
  name: 'convert',
  summary: 'print a config of dlt’s rest_api as a pipeline file',
  examples: [
    'penstock convert config.json > shop.ts          TypeScript',
    'penstock convert config.json --as yaml          YAML, or JSON',
    'penstock convert shop.py                        prints the line of Python that makes the JSON',
  ],
  declare: (command) =>
    command
      .argument('<FILE>', 'the config as .json or .yaml; - reads it from stdin')
      .addOption(new Option('--as <language>', 'of the pipeline file').choices(LANGUAGES).default('ts')),
  async run({ io, log }, file: string, options: { readonly as: Language }) {
    const { convert: convertConfig } = await import('../../language/convert/convert.ts');
    const { printPipeline } = await import('../../language/convert/print.ts');
    const config = await loadPipelineFile(readable(file));
    const origin = file === '-' ? 'stdin' : path.basename(file);
    const conversion = convertConfig(config, nameFromFile(file));
    io.stdout.write(mask(printPipeline(conversion, options.as, origin)));
    for (const message of conversion.notices) log.event({ kind: 'notice', resource: undefined, message });
    const { missing } = conversion;
    if (missing.length === 0) return 0;
    const what = counted(missing.length, 'thing', 'things');
    const message = `${file}: ${what} could not be carried over`;
    log.error(
      new ConfigError(message, {
        problems: missing,
        hint: 'the pipeline that was printed is without them, or says them as they stood; write them anew there',
      }),
    );
    return 2;
  },
} satisfies CommandDeclaration;

/** @throws UsageError for a file that holds no data */
function readable(file: string): string {
  const extension = path.extname(file).toLowerCase();
  if (file === '-' || ['.json', '.yaml', '.yml'].includes(extension)) return file;
  if (extension === '.py') {
    throw new UsageError(`${file}: penstock runs no Python, and reads the config as JSON`, {
      hint: `where dlt is installed: ${pythonCommand(file)}`,
    });
  }
  throw new UsageError(`${file}: not a config of dlt’s`, {
    hint: 'its name must end in .json, .yaml or .py; - reads JSON or YAML from stdin',
  });
}
