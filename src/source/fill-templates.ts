// An endpoint with the values of one partition in it, in place of its templates.
import type { EndpointParams, JsonObject, QueryParams } from '../config/fields.ts';
import { faultOfHeaderValue } from '../config/fields.ts';
import type { EndpointPlan } from '../config/pipeline.ts';
import { hasDotSegments } from '../config/resource.ts';
import { Template, templatesIn } from '../config/template.ts';
import { SourceError } from '../core/errors.ts';
import { ExactNumber } from '../core/exact-number.ts';
import { own, setOwn } from '../core/path.ts';
import { show } from '../core/text.ts';
import { contentTypeOf, escapeFor } from './text-body.ts';

type Written = Pick<EndpointPlan, 'path' | 'params' | 'json' | 'data' | 'headers'>;
type Values = Readonly<Record<string, unknown>>;

/** An endpoint without any template left. */
export interface FilledEndpoint {
  readonly path: string;
  readonly params: QueryParams;
  readonly json?: JsonObject | undefined;
  readonly data?: string | QueryParams | undefined;
  readonly headers: Readonly<Record<string, string | null>>;
}

/**
 * Looks for templates once, so that an endpoint without any costs nothing in each partition.
 * @param clientHeaders sent with it, among them perhaps the content type
 * @returns a function of the values of a partition, which throws SourceError for one that does not fit in its place
 */
export function endpointFiller<E extends Written>(
  endpoint: E,
  clientHeaders?: Readonly<Record<string, string | null>>,
): (values: Values) => Omit<E, keyof FilledEndpoint> & FilledEndpoint {
  type Filled = Omit<E, keyof FilledEndpoint> & FilledEndpoint;
  const { path, params, json, data, headers } = endpoint;
  const has = (part: unknown) => templatesIn(part).length > 0;
  const fills: ((values: Values) => Partial<FilledEndpoint>)[] = [];
  if (path instanceof Template) fills.push((values) => ({ path: filledPath(path, values) }));
  if (has(params)) fills.push((values) => ({ params: filledParams(params, values) }));
  if (has(json)) fills.push((values) => ({ json: filledJson(json, values) as JsonObject }));
  if (has(data)) {
    const escaped = escapeFor(contentTypeOf(clientHeaders, headers));
    fills.push((values) => ({ data: filledData(data, values, escaped) }));
  }
  if (has(headers)) fills.push((values) => ({ headers: filledHeaders(headers, values) }));
  if (fills.length === 0) return () => endpoint as unknown as Filled;
  return (values) => Object.assign({ ...endpoint }, ...fills.map((fill) => fill(values))) as Filled;
}

function filledPath(path: Template, values: Values): string {
  const filled = textOf(path, values, (value, key) => {
    // A URL parser takes these two as steps up or nowhere, encoded or not.
    if (['', '.', '..'].includes(value)) throw unfit(path, `{${key}} cannot be "${value}"`);
    return encodeURIComponent(value.toWellFormed());
  });
  if (hasDotSegments(filled)) throw unfit(path, `with these values it holds a step up: ${filled}`);
  return filled;
}

function filledParams(params: EndpointParams, values: Values): QueryParams {
  const filled: QueryParams = {};
  for (const [name, written] of Object.entries(params)) {
    const value = filledParam(written, values);
    if (value !== undefined) setOwn(filled, name, value);
  }
  return filled;
}

/** A value as it is; undefined where a template has none, so that the parameter is left out. */
function filledParam(written: EndpointParams[string], values: Values): QueryParams[string] | undefined {
  if (Array.isArray(written)) {
    return written.flatMap((one) => filledParam(one, values) ?? []) as QueryParams[string];
  }
  if (!(written instanceof Template)) return written as QueryParams[string];
  if (written.references.some(({ key }) => own(values, key) === undefined)) return undefined;
  const { whole } = written;
  if (whole === undefined) return textOf(written, values);
  const value = own(values, whole.key);
  const items = Array.isArray(value) ? value : [value];
  if (!items.every((one) => one === null || isScalar(one))) {
    throw unfit(written, `${show(value)} is no value of a parameter`);
  }
  return value as QueryParams[string];
}

function filledData(
  data: Written['data'],
  values: Values,
  escaped: (value: string) => string,
): FilledEndpoint['data'] {
  if (data instanceof Template) return textOf(data, values, escaped);
  return typeof data === 'object' ? filledParams(data, values) : data;
}

function filledHeaders(headers: Written['headers'], values: Values): FilledEndpoint['headers'] {
  const entries = Object.entries(headers).map(([name, written]): [string, string | null] => {
    if (!(written instanceof Template)) return [name, written];
    const value = textOf(written, values);
    const fault = faultOfHeaderValue(value);
    if (fault !== undefined) throw unfit(written, `${fault}: ${show(value)}`);
    return [name, value];
  });
  return Object.fromEntries(entries);
}

function filledJson(json: unknown, values: Values): unknown {
  if (json instanceof Template) {
    const { whole } = json;
    return whole === undefined ? textOf(json, values) : needed(json, whole.key, values);
  }
  if (Array.isArray(json)) return json.map((one) => filledJson(one, values));
  if (typeof json !== 'object' || json === null || json instanceof ExactNumber) return json;
  const filled = {};
  for (const [key, one] of Object.entries(json)) setOwn(filled, key, filledJson(one, values));
  return filled;
}

function textOf(
  template: Template,
  values: Values,
  encode: (value: string, key: string) => string = (value) => value,
): string {
  const texts = template.parts.map((part) => {
    if (typeof part === 'string') return part;
    const value = needed(template, part.key, values);
    if (!isScalar(value)) throw unfit(template, `{${part.key}} holds ${show(value)}, which is no text`);
    return encode(String(value), part.key);
  });
  return texts.join('');
}

function needed(template: Template, key: string, values: Values): unknown {
  const value = own(values, key);
  if (value === undefined) throw unfit(template, `nothing fills {${key}}`);
  return value;
}

function isScalar(value: unknown): boolean {
  return ['string', 'number', 'bigint', 'boolean'].includes(typeof value) || value instanceof ExactNumber;
}

function unfit(template: Template, fault: string): SourceError {
  return new SourceError(`"${template}" cannot be filled: ${fault}`);
}
