// The functions of an expression, by their names and by the methods of Python and JavaScript that do the same.
import { didYouMean } from '../../core/did-you-mean.ts';
import { ExactNumber, isNumeric, toExact } from '../../core/exact-number.ts';
import { toJsonText } from '../../core/json.ts';
import { contains, isNothing, sizeOf, unfit } from './operators.ts';

/** For the reference, and for what calls it. */
export interface ExpressionFunction {
  /** The first is the one that the reference shows. */
  readonly names: readonly string[];
  /** Where the first value stands before the dot. */
  readonly methods: readonly string[];
  readonly parameters: readonly string[];
  /** So many must be given; further ones where `isOpen`. */
  readonly least: number;
  readonly isOpen?: boolean;
  readonly says: string;
  /** @throws SourceError for a value that it cannot take */
  apply(values: readonly unknown[]): unknown;
}

type Rule = Omit<ExpressionFunction, 'least' | 'methods'> &
  Partial<Pick<ExpressionFunction, 'least' | 'methods'>>;

const rule = (one: Rule): ExpressionFunction => ({ least: one.parameters.length, methods: [], ...one });

const textRule = (
  name: string,
  methods: readonly string[],
  parameters: readonly string[],
  says: string,
  apply: (text: string, ...more: string[]) => unknown,
) =>
  rule({
    names: [name],
    methods,
    parameters,
    says,
    apply(values) {
      if (values.some(isNothing)) return null;
      for (const value of values) if (typeof value !== 'string') throw unfit(name, 'texts', value);
      return apply(...(values as [string]));
    },
  });

export const FUNCTIONS: readonly ExpressionFunction[] = [
  rule({
    names: ['len', 'length'],
    parameters: ['value'],
    says: 'how many letters, entries or keys; 0 for what has none',
    apply: ([value]) => sizeOf(value),
  }),
  textRule('lower', ['lower', 'toLowerCase'], ['text'], 'in small letters', (text) => text.toLowerCase()),
  textRule('upper', ['upper', 'toUpperCase'], ['text'], 'in capitals', (text) => text.toUpperCase()),
  textRule('trim', ['trim', 'strip'], ['text'], 'without blanks at its ends', (text) => text.trim()),
  textRule('split', ['split'], ['text', 'separator'], 'the list of its parts', (text, separator = '') => {
    if (separator === '') throw unfit('split', 'a separator that is not empty', separator);
    return text.split(separator);
  }),
  textRule(
    'replace',
    ['replaceAll'],
    ['text', 'old', 'new'],
    'every `old` made `new`',
    (text, from = '', to) => text.replaceAll(from, () => to ?? ''),
  ),
  textRule(
    'startswith',
    ['startswith', 'startsWith'],
    ['text', 'start'],
    'whether it begins so',
    (text, start = '') => text.startsWith(start),
  ),
  textRule('endswith', ['endswith', 'endsWith'], ['text', 'end'], 'whether it ends so', (text, end = '') =>
    text.endsWith(end),
  ),
  rule({
    names: ['join'],
    methods: ['join'],
    parameters: ['list', 'separator'],
    says: 'its texts and numbers in one text, null left out; also `separator.join(list)`',
    apply([one, other]) {
      const [list, separator] = typeof one === 'string' ? [other, one] : [one, other];
      if (isNothing(list) || isNothing(separator)) return null;
      if (!Array.isArray(list) || typeof separator !== 'string')
        throw unfit('join', 'a list and a text', list, separator);
      return list
        .filter((item) => !isNothing(item))
        .map(textOf)
        .join(separator);
    },
  }),
  rule({
    names: ['slice'],
    methods: ['slice'],
    parameters: ['value', 'from', 'to'],
    least: 2,
    says: 'part of a text or list, from 0 and without `to`; below zero from the end',
    apply([value, from, to]) {
      if (isNothing(value)) return null;
      if (typeof value !== 'string' && !Array.isArray(value)) throw unfit('slice', 'a text or a list', value);
      const isPlace = (at: unknown) => isNothing(at) || Number.isSafeInteger(at);
      if (!isPlace(from) || !isPlace(to)) throw unfit('slice', 'whole numbers', from, to);
      return value.slice(Number(from ?? 0), isNothing(to) ? undefined : Number(to));
    },
  }),
  rule({
    names: ['includes', 'contains'],
    methods: ['includes'],
    parameters: ['whole', 'part'],
    says: 'as `part in whole`',
    apply: ([whole, part]) => contains(whole, part),
  }),
  rule({
    names: ['number', 'Number', 'float'],
    parameters: ['value'],
    says: 'a text as the number it writes, every digit kept',
    apply([value]) {
      if (isNothing(value) || isNumeric(value)) return value ?? null;
      const text = typeof value === 'string' ? value.trim() : '';
      if (!/^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(text))
        throw unfit('number', 'a text of digits', value);
      return toExact(text);
    },
  }),
  rule({
    names: ['string', 'String', 'str'],
    parameters: ['value'],
    says: 'a number with its digits, `true`, `false`; of a list or an object its JSON',
    apply: ([value]) =>
      isNothing(value) ? null : isObject(value) ? toJsonText(value) : String(value as string),
  }),
  rule({
    names: ['coalesce'],
    parameters: ['first', 'second', '…'],
    least: 1,
    isOpen: true,
    says: 'the first value that is not null',
    apply: (values) => values.find((value) => !isNothing(value)) ?? null,
  }),
];

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (isNumeric(value)) return String(value);
  throw unfit('join', 'texts and numbers', value);
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && !(value instanceof ExactNumber);
}

/** How it is called. */
export function signature({ names, parameters, least, isOpen }: ExpressionFunction): string {
  const given = parameters.map((one, i) => (i < least || isOpen === true ? one : `${one}?`));
  return `${names[0]}(${given.join(', ')})`;
}

/**
 * Looks up what is called.
 * @param isMethod true where a value stands before the dot, which is the first of `count` then
 * @throws SyntaxError for a name that is none, or another count of values
 */
export function functionOf(name: string, isMethod: boolean, count: number): ExpressionFunction {
  const namesOf = (one: ExpressionFunction) => (isMethod ? one.methods : one.names);
  const found = FUNCTIONS.find((one) => namesOf(one).includes(name));
  if (found === undefined) {
    const known = FUNCTIONS.map(signature).join(', ');
    const near = didYouMean(name, FUNCTIONS.flatMap(namesOf));
    throw new SyntaxError(
      `no function ${name}${near}; the only calls are .get(key), .get(key, default), ${known}`,
    );
  }
  const { parameters, least, isOpen } = found;
  if (count < least || (count > parameters.length && isOpen !== true))
    throw new SyntaxError(`the only calls of ${name} are ${signature(found)}`);
  return found;
}
