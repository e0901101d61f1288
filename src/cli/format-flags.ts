// `--<format>-<option>`: the flags of formats, from what each of them declares.
import { InvalidArgumentError, Option } from 'commander';
import { z } from 'zod';
import { UsageError } from '../core/errors.ts';
import type { Format, FormatOptions } from '../sinks/formats/contract.ts';
import { contradiction } from '../sinks/targets/file-options.ts';

interface FormatFlag {
  readonly format: Format;
  readonly key: string;
  readonly flag: string;
  readonly option: Option;
}

/** The flag of one option of a format. */
export function flagOf(format: Format, key: string): string {
  const words = key.replace(/_/g, '-').replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  return `--${format.name}-${words}`;
}

export function formatFlags(formats: readonly Format[]): readonly FormatFlag[] {
  return formats.flatMap((format) =>
    Object.entries(format.options.shape).map(([key, schema]) => {
      const flag = flagOf(format, key);
      return {
        format,
        key,
        flag,
        option: optionOf(flag, z.toJSONSchema(schema as z.ZodType, { io: 'input' })),
      };
    }),
  );
}

function optionOf(flag: string, node: z.core.JSONSchema.BaseSchema): Option {
  const { description = '', default: standard, enum: choices, type } = node;
  if (type === 'boolean' && standard !== true) return new Option(flag, description);
  const isUsual = standard === undefined || standard === '';
  const meaning = isUsual ? description : `${description} (default: ${JSON.stringify(standard)})`;
  if (Array.isArray(choices)) return new Option(`${flag} <word>`, meaning).choices(choices.map(String));
  if (type === 'string') return new Option(`${flag} <text>`, meaning);
  return new Option(`${flag} <value>`, meaning).argParser(jsonValue);
}

function jsonValue(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new InvalidArgumentError('expected a number, true or false.');
  }
}

/**
 * The options of one format among everything that the command line says.
 * @param format undefined for stdout, which takes none
 * @throws UsageError that names the flag of an option that this output does not have
 */
export function formatSettings(
  given: Readonly<Record<string, unknown>>,
  format: Format | undefined,
  formats: readonly Format[],
): FormatOptions {
  const own: Record<string, unknown> = {};
  for (const { format: owner, key, flag, option } of formatFlags(formats)) {
    const value = given[option.attributeName()];
    if (value === undefined) continue;
    if (format === undefined) throw new UsageError(`${flag} is for files`, { hint: 'add -o FILE or -o DIR' });
    if (owner !== format)
      throw contradiction(flag, format.name, `it is for ${owner.name}: add -f ${owner.name}`);
    own[key] = value;
  }
  return own;
}
