// The building blocks of the declarations: one helper for each kind of value a pipeline file may hold.
import { z } from 'zod';
import { faultOfPath } from '../core/path.ts';
import { compileExpression, type ExpressionNames } from './expression/index.ts';

/** Free text; in a pipeline file a secret() or env() reference may stand for it. */
export const text = () => z.string().min(1);

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

/** A condition as a function, whichever way it was written. */
export function compileCondition(written: string | Condition): (names: ExpressionNames) => boolean {
  if (typeof written === 'string') return compileExpression(written);
  return (names) => Boolean(written(names.response, names));
}

const scalar = () => z.union([z.string(), z.number(), z.boolean(), z.null()]);

/** Query parameters: a list repeats the key, null drops it. */
export const queryParams = () => z.record(z.string(), z.union([scalar(), z.array(scalar())]));
export type QueryParams = z.infer<ReturnType<typeof queryParams>>;

export const headerValues = () => z.record(z.string(), z.union([z.string(), z.null()]));

/** A JSON value, for request bodies. */
export const jsonObject = () => z.record(z.string(), z.json());
