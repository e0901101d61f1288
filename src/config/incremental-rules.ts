// What the keys of an incremental resource demand of each other, and of the resource.
import type { z } from 'zod';
import { compareOrdered, isEpoch, type Ordered, orderedReader, UNORDERED } from '../columns/ordered.ts';
import { isNumeric, toExact } from '../core/exact-number.ts';
import { pathToKey } from '../core/path.ts';
import { show } from '../core/text.ts';
import type { Column } from './columns.ts';
import type { IncrementalPlan } from './incremental.ts';
import { referencesOf, splitReference } from './references.ts';

interface Resource {
  readonly primary_key: readonly string[];
  readonly write_disposition: string;
  readonly columns?: readonly Column[] | undefined;
  readonly endpoint: Parameters<typeof referencesOf>[0] & {
    readonly params: Readonly<Record<string, unknown>>;
    readonly incremental?: IncrementalPlan | undefined;
  };
}

interface Fault {
  /** Within the resource. */
  readonly path: readonly string[];
  readonly message: string;
}

/** The column that takes what is at the cursor's path. */
export function cursorColumn(
  columns: readonly Column[] | undefined,
  { cursor_path: path }: Pick<IncrementalPlan, 'cursor_path'>,
): Column | undefined {
  return columns?.find(({ from }) => from === path || from === pathToKey(path));
}

/**
 * A value that somebody gives by hand, as the cursor's column or the initial_value has it: digits of a text as a number.
 * @returns undefined for one that the cursor cannot have
 */
export function givenValue(
  { columns, endpoint }: Pick<Resource, 'columns' | 'endpoint'>,
  raw: unknown,
): Ordered | undefined {
  const { incremental } = endpoint;
  if (incremental === undefined) return undefined;
  const column = cursorColumn(columns, incremental);
  const { initial_value: initial, format } = incremental;
  const isNumber =
    column === undefined &&
    (initial === undefined ? format === undefined || isEpoch(format) : isNumeric(initial));
  const isDigits = typeof raw === 'string' && /^-?\d+(\.\d+)?$/.test(raw);
  return orderedReader(column, format)(isNumber && isDigits ? toExact(raw) : raw);
}

/** A resource that is read for the records of an incremental one comes in part with every run. */
export function refineChildren(
  resources: readonly (Pick<Resource, 'write_disposition' | 'endpoint'> & { readonly name: string })[],
  context: z.RefinementCtx,
): void {
  const names = resources.map(({ name }) => name);
  const parentOf = ({ endpoint }: Pick<Resource, 'endpoint'>) => {
    const found = referencesOf(endpoint).find(({ reference }) => reference.root === 'resources');
    const parent = found && splitReference(found.reference.rest, names).parent;
    return resources.find(({ name }) => name === parent);
  };
  resources.forEach((resource, index) => {
    if (resource.write_disposition !== 'replace') return;
    const seen = new Set([resource]);
    for (let one = parentOf(resource); one !== undefined && !seen.has(one); one = parentOf(one)) {
      seen.add(one);
      const { incremental } = one.endpoint;
      if (incremental === undefined || incremental.end_value !== undefined) continue;
      const message = `is read for what is new in "${one.name}" alone, and replace would keep nothing else: say merge or append`;
      context.addIssue({ code: 'custom', path: [index, 'write_disposition'], message });
      return;
    }
  });
}

/** What is wrong with an incremental resource, each by itself. */
export function faultsOfIncremental(resource: Resource): Fault[] {
  const { incremental } = resource.endpoint;
  if (incremental === undefined) return [];
  const faults: Fault[] = [];
  const fault = (key: keyof IncrementalPlan, message: string) =>
    void faults.push({ path: ['endpoint', 'incremental', key], message });

  faultsOfDisposition(resource, incremental, faults);
  faultsOfValues(resource, incremental, fault);
  faultsOfRequests(resource, incremental, fault);
  const { last_value_func: last, row_order: order, end_value: end, lag, step } = incremental;
  if (typeof last === 'function') {
    const taken = { row_order: order, end_value: end, lag, step };
    for (const [key, value] of Object.entries(taken)) {
      if (value !== undefined)
        fault(key as keyof IncrementalPlan, 'needs an order, last_value_func: max or min, not a function');
    }
  }
  return faults;
}

function faultsOfDisposition(resource: Resource, incremental: IncrementalPlan, faults: Fault[]): void {
  const { write_disposition: disposition, primary_key: key } = resource;
  if (disposition === 'replace' && incremental.end_value === undefined) {
    faults.push({
      path: ['write_disposition'],
      message:
        'incremental reads what is new, and replace would keep nothing else: say merge (with a primary_key) or append',
    });
  }
  if (incremental.lag !== undefined && disposition === 'append' && key.length === 0) {
    faults.push({
      path: ['endpoint', 'incremental', 'lag'],
      message: 'reads records again, which append can only tell from new ones by a primary_key: name one',
    });
  }
}

type Report = (key: keyof IncrementalPlan, message: string) => void;

function faultsOfValues(resource: Resource, incremental: IncrementalPlan, fault: Report): void {
  const { initial_value: initial, end_value: end, format, step, last_value_func: last } = incremental;
  const column = cursorColumn(resource.columns, incremental);
  if (column !== undefined && UNORDERED.includes(column.data_type)) {
    fault('cursor_path', `its column "${column.name}" is ${column.data_type}, which has no order`);
    return;
  }
  const read = orderedReader(column, format);
  const type = column === undefined ? 'number, moment or text' : column.data_type;
  const valueAt = (key: 'initial_value' | 'end_value', raw: unknown) => {
    const value = raw === undefined ? undefined : read(raw);
    if (raw !== undefined && value === undefined) fault(key, `${show(raw)} is no ${type}`);
    const isUnfit = format !== undefined && value !== undefined && value.kind !== 'moment';
    if (isUnfit) fault(key, `${show(raw)} is no moment, which format: ${format} writes`);
    return value;
  };
  const [from, to] = [valueAt('initial_value', initial), valueAt('end_value', end)];
  if (from !== undefined && to !== undefined) {
    if (from.kind !== to.kind) fault('end_value', `${show(end)} and ${show(initial)} are not of one kind`);
    else if (compareOrdered(from, to) * (last === 'min' ? -1 : 1) > 0)
      fault('end_value', `${show(end)} comes before initial_value ${show(initial)}`);
  }
  if (step !== undefined && initial === undefined) {
    fault('step', 'needs an initial_value, from which the first run begins to cut');
  } else if (step !== undefined && from !== undefined && from.kind !== 'moment') {
    fault('step', `cuts time, and initial_value ${show(initial)} is no moment`);
  }
  const isNumber = (from ?? to)?.kind === 'number';
  if (incremental.end_param !== undefined && end === undefined && isNumber) {
    fault(
      'end_param',
      'sends the moment the run began, and the cursor is a number: say end_value, or format: epoch_s',
    );
  }
}

function faultsOfRequests({ endpoint }: Resource, incremental: IncrementalPlan, fault: Report): void {
  const { start_param: start, end_param: end, step, lag, row_order: order } = incremental;
  const { end_value: last, format, convert } = incremental;
  for (const [key, name] of Object.entries({ start_param: start, end_param: end })) {
    if (name !== undefined && Object.hasOwn(endpoint.params, name))
      fault(key as keyof IncrementalPlan, `"${name}" is in params, too`);
  }
  if (start !== undefined && start === end) fault('end_param', `"${end}" is start_param, too`);
  if (format !== undefined && convert !== undefined) fault('convert', 'is given beside format');
  if (lag !== undefined && last !== undefined)
    fault('lag', 'goes back from the last value, and with end_value none is kept');
  if (step === undefined) return;
  if (order === 'desc')
    fault('row_order', 'desc ends the reading early, and step reads windows: leave one out');
  if (incremental.last_value_func === 'min')
    fault('step', 'cuts the time forwards, and last_value_func is min');
  const words = new Set(referencesOf(endpoint).map(({ reference }) => reference.key));
  const isAsked =
    (start !== undefined || words.has('incremental.start_value')) &&
    (end !== undefined || words.has('incremental.end_value'));
  if (!isAsked)
    fault(
      'step',
      'needs start_param and end_param, or {incremental.start_value} and {incremental.end_value}, by which each window is asked for',
    );
}
