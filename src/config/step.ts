// What a processing step is written with: expressions over the record and its page, functions, and fields by their path.
import { z } from 'zod';
import type { JsonRecord, PageContext } from '../core/batch.ts';
import { faultOfPath, parsePath } from '../core/path.ts';
import { compileOver } from './expression/index.ts';

/** What a step may look at beside the record: the names of an expression, the second parameter of a function. */
export type StepPage = PageContext;

export const PAGE_NAMES = ['response', 'headers', 'status', 'partition', 'parent'] as const;
export type PageName = (typeof PAGE_NAMES)[number];

export const STEP_NAMES = ['record', ...PAGE_NAMES] as const;

// As methods, so that a function may say of its own which record it takes.
/** Keeps a record where it gives true. */
export type RecordFilter = { of(record: JsonRecord, page: StepPage): unknown }['of'];
/** Makes one record of another. */
export type RecordMap = { of(record: JsonRecord, page: StepPage): object }['of'];
/** Makes any number of records of one: a list, or a generator. */
export type RecordYieldMap = { of(record: JsonRecord, page: StepPage): Iterable<object> }['of'];

type StepFunction = (record: JsonRecord, page: StepPage) => unknown;

/** @param functionType name of its type, for whoever writes a pipeline in TypeScript */
export const stepFunction = <F extends StepFunction>(functionType: string, error: string) =>
  z.custom<F>((value) => typeof value === 'function', { error }).meta({ functionType });

/** An expression over a record and its page, checked when the file is read. */
export const stepExpression = () =>
  z.string().superRefine((value, context) => {
    try {
      const expression = compileOver(value, STEP_NAMES);
      if (expression.allKeysOf('parent') === undefined)
        context.addIssue({ code: 'custom', message: BARE_PARENT });
    } catch (error) {
      context.addIssue({ code: 'custom', message: insteadOfLambda(value) ?? (error as Error).message });
    }
  });

/** What to write where a text is Python. */
function insteadOfLambda(text: string): string | undefined {
  if (!/^\s*lambda\b/.test(text)) return undefined;
  const expression = expressionOfLambda(text);
  return `is a Python function; ${expression === undefined ? EXAMPLE : `the expression for it is: ${expression}`}`;
}

/** A lambda of Python over a record as an expression; undefined where it is none that can be written as one. */
export function expressionOfLambda(text: string): string | undefined {
  const [, name, body = ''] = /^\s*lambda\s+([A-Za-z_]\w*)\s*:\s*(.*?)\s*$/s.exec(text) ?? [];
  if (name === undefined) return undefined;
  const word = new RegExp(`'(?:[^'\\\\]|\\\\.)*'|"(?:[^"\\\\]|\\\\.)*"|(?<![.\\w])${name}(?!\\w)`, 'g');
  const expression = body.replace(word, (found) => (found === name ? 'record' : found));
  try {
    compileOver(expression, STEP_NAMES);
    return expression;
  } catch {
    return undefined;
  }
}

const BARE_PARENT = 'the parent is asked for by its fields, which alone travel with it: parent.name';

const EXAMPLE = "write an expression, e.g. record.status == 'active'";

/** What a function looks at: one that takes the record alone sees nothing of the page. */
export function namesOfFunction({ length }: { readonly length: number }): readonly PageName[] {
  return length === 1 ? [] : PAGE_NAMES;
}

/** What an expression looks at beside the record. */
export function namesOfExpression(source: string): readonly PageName[] {
  const { names } = compileOver(source, STEP_NAMES);
  return PAGE_NAMES.filter((name) => names.includes(name));
}

/** The fields of the parent's record that an expression looks at. */
export function parentFieldsOf(source: string): readonly string[] {
  return compileOver(source, STEP_NAMES).allKeysOf('parent') ?? [];
}

/** A field of a record: names joined by dots, into objects but not into lists. */
export const field = () =>
  z.string().superRefine((value, context) => {
    const message = faultOfField(value);
    if (message !== undefined) context.addIssue({ code: 'custom', message });
  });

export function faultOfField(path: string): string | undefined {
  const isIntoList = parsePath(path)?.some((step) => typeof step === 'number') === true;
  if (isIntoList) return `"${path}" leads into a list, whose entries have no names; unnest it first`;
  return faultOfPath(path, true);
}
