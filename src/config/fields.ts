// The building blocks of the declarations: one helper for each kind of value a pipeline file may hold.
import { z } from 'zod';
import { describe, SourceError } from '../core/errors.ts';
import { ExactNumber } from '../core/exact-number.ts';
import { faultOfPath } from '../core/path.ts';
import { compileExpression, type ExpressionNames } from './expression/index.ts';
import { Template } from './template.ts';

// Each schema is asked once or twice; code generated for it would cost more than it saves.
z.config({ jitless: true });

/** Free text; in a pipeline file a secret() or env() reference may stand for it. */
export const text = () => z.string().min(1);

/**
 * Optional texts that an auth by its bare name takes from secrets of their names, where there are any: only beside the
 * one that `with` names, and not beside the one that `without` names.
 */
export const takenByName = z.registry<{ with?: string; without?: string }>();

export const positiveInteger = () => z.number().int().positive();
export const wholeNumber = () => z.number().int().nonnegative();
/** A duration. All durations of the pipeline language are seconds. */
export const seconds = () => z.number().nonnegative();

const path = (isForWriting: boolean) =>
  z.string().superRefine((value, context) => {
    const fault = faultOfPath(value, isForWriting);
    if (fault !== undefined) context.addIssue({ code: 'custom', message: fault });
  });

/** A path into a response body: `info.next_page_token`, `data[-1].id`, `['@odata.nextLink']`, or a JSONPath. */
export const bodyPath = () => path(false);

/** Where a value is put into a request body: names joined by dots, `[n]`. */
export const requestPath = () => path(true);

/** Where the records are: as bodyPath, and a JSONPath may find many. */
export const selector = bodyPath;

/** What an expression can see; a function in its place gets the response and the page. */
export type Condition = (response: unknown, page: ExpressionNames) => boolean;

/** An expression in a string, checked when the file is read, or a function of (response, page). */
export const condition = () =>
  z.union([
    z.string().superRefine((value, context) => {
      try {
        compileExpression(value);
      } catch (error) {
        context.addIssue({ code: 'custom', message: (error as Error).message });
      }
    }),
    z.custom<Condition>((value) => typeof value === 'function', {
      error: 'expected an expression in a string, or a function (response, page) => boolean',
    }),
  ]);

/**
 * A condition as a function, whichever way it was written.
 * @param key what it was written under, for the message
 * @returns a function that throws SourceError where the pipeline's own fails, or does not answer at once
 */
export function compileCondition(
  written: string | Condition,
  key = 'a condition',
): (names: ExpressionNames) => boolean {
  if (typeof written === 'string') return compileExpression(written);
  return (names) => {
    let said: unknown;
    try {
      said = written(names.response, names);
    } catch (error) {
      throw new SourceError(`the function of ${key} threw: ${describe(error)}`, { cause: error });
    }
    if (said instanceof Promise) {
      said.catch(() => {});
      throw new SourceError(`the function of ${key} returned a promise; it must answer at once`);
    }
    return Boolean(said);
  };
}

// A decimal of more digits than a double holds; only a file can have one.
export const exactNumber = z.instanceof(ExactNumber).meta({ isUnwritten: true });

const scalar = () => z.union([z.string(), z.number(), z.bigint(), z.boolean(), z.null(), exactNumber]);

// Made of a text when references are resolved.
const template = z.instanceof(Template).meta({ isUnwritten: true });

/** Query parameters: a list repeats the key, null drops it. */
export const queryParams = () => z.record(z.string(), z.union([scalar(), z.array(scalar())]));
export type QueryParams = z.infer<ReturnType<typeof queryParams>>;

const filledScalar = () => z.union([...scalar().options, template]);

/** The same, of an endpoint: its values may hold what each partition fills in. */
export const endpointParams = () => z.record(z.string(), z.union([filledScalar(), z.array(filledScalar())]));
export type EndpointParams = z.infer<ReturnType<typeof endpointParams>>;

/** The same as a file may spell them: dlt's way to name a parent's value, too. */
export const writtenParams = () => {
  const resolve = z.strictObject({
    type: z.literal('resolve'),
    resource: text().describe('the parent'),
    field: bodyPath().describe('where its record has the value'),
  });
  return z.record(z.string(), z.union([...scalar().options, z.array(scalar()), resolve]));
};

/** A request body that is no JSON, of an endpoint: a form, or a text. */
export const endpointData = () => z.union([z.string(), template, endpointParams()]);

/** Headers that belong to the connection, which no request can set. */
const OF_THE_CONNECTION = [
  'connection',
  'content-length',
  'expect',
  'keep-alive',
  'transfer-encoding',
  'upgrade',
];

/** Why HTTP cannot carry a header's name, if so. */
export function faultOfHeaderName(name: string): string | undefined {
  if (OF_THE_CONNECTION.includes(name.toLowerCase())) return 'is set by the connection itself';
  return /^[!#$%&'*+.^_`|~\w-]+$/.test(name) ? undefined : 'HTTP cannot carry a header of this name';
}

/** Why HTTP cannot carry a header's value, if so; the value may be a secret and is not shown. */
export function faultOfHeaderValue(value: string): string | undefined {
  if (/[\r\n]/.test(value)) return 'a header cannot hold a line feed';
  if (/[^\t\x20-\x7e\x80-\xff]/.test(value))
    return 'a header holds letters of Latin-1 alone, and no controls';
  return undefined;
}

/** A text that is sent in a header. */
export const headerText = () =>
  text().superRefine((value, context) => {
    const message = faultOfHeaderValue(value);
    if (message !== undefined) context.addIssue({ code: 'custom', message });
  });

function refineHeaders(
  headers: Readonly<Record<string, string | Template | null>>,
  context: z.RefinementCtx,
) {
  for (const [name, value] of Object.entries(headers)) {
    const texts =
      value instanceof Template ? value.parts.filter((part) => typeof part === 'string') : [value ?? ''];
    const message =
      faultOfHeaderName(name) ?? texts.map(faultOfHeaderValue).find((fault) => fault !== undefined);
    if (message !== undefined) context.addIssue({ code: 'custom', path: [name], message });
  }
}

/** Headers by name; null drops one. */
export const headerValues = () =>
  z.record(z.string(), z.union([z.string(), z.null()])).superRefine(refineHeaders);

/** The same, of an endpoint: their values may hold what each partition fills in. */
export const endpointHeaders = () =>
  z.record(z.string(), z.union([z.string(), z.null(), template])).superRefine(refineHeaders);

export const RESPONSE_FORMATS = ['json', 'jsonl', 'csv', 'xml'] as const;
export type ResponseFormat = (typeof RESPONSE_FORMATS)[number];

/** A charset that Node can decode. */
export const charset = () =>
  text().refine(isCharset, { error: (issue) => `no charset that is known here: "${String(issue.input)}"` });

function isCharset(label: string): boolean {
  try {
    new TextDecoder(label);
    return true;
  } catch {
    return false;
  }
}

type Json<More = never> =
  | string
  | number
  | bigint
  | ExactNumber
  | boolean
  | null
  | More
  | readonly Json<More>[]
  | { readonly [key: string]: Json<More> };
const json: z.ZodType<Json> = z.lazy(() => z.union([scalar(), z.array(json), z.record(z.string(), json)]));

/** A JSON value, for request bodies; integers of any length. */
export const jsonObject = () => z.record(z.string(), json);
export type JsonObject = z.infer<ReturnType<typeof jsonObject>>;

const endpointJsonValue: z.ZodType<Json<Template>> = z.lazy(() =>
  z.union([filledScalar(), z.array(endpointJsonValue), z.record(z.string(), endpointJsonValue)]),
);

/** The same, of an endpoint: its texts may hold what each partition fills in. */
export const endpointJson = () => z.record(z.string(), endpointJsonValue);
