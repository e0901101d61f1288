// The objects of a body that are about the page: those around the records and their envelopes, never the records.
import { ENVELOPE, plainName } from './names.ts';

export interface Container {
  /** Dotted path; empty for the body itself. */
  readonly path: string;
  readonly value: Readonly<Record<string, unknown>>;
  readonly isEnvelope: boolean;
}

// Deeper than any API wraps its records.
const DEEPEST = 6;

export function containersOf(body: unknown, records: readonly unknown[]): readonly Container[] {
  const isRecord = (value: unknown) => value === body && records.length === 1 && records[0] === body;
  if (!isObject(body) || isRecord(body)) return [];
  const around = pathTo(body, records) ?? [body];
  const found: Container[] = [];
  let path = '';
  around.forEach((value, i) => {
    if (i > 0) path = join(path, keyOf(around[i - 1], value));
    collect(found, { path, value, isEnvelope: false }, around[i + 1], records, 2);
  });
  return found;
}

/** A path of one more step; a key with a dot is written in brackets. */
export function join(path: string, key: string): string {
  if (/^[^.[\]'\s]+$/.test(key)) return path === '' ? key : `${path}.${key}`;
  return path === '' && !/[[\]']/.test(key) ? key : `${path}['${key.replace(/['\\]/g, '\\$&')}']`;
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function collect(
  found: Container[],
  container: Container,
  within: unknown,
  records: readonly unknown[],
  depth: number,
): void {
  found.push(container);
  if (depth === 0) return;
  for (const [key, value] of Object.entries(container.value)) {
    const isAbout = isObject(value) && value !== within && ENVELOPE.test(plainName(key));
    if (!isAbout || records[0] === value) continue;
    collect(
      found,
      { path: join(container.path, key), value, isEnvelope: true },
      undefined,
      records,
      depth - 1,
    );
  }
}

type Values = readonly Readonly<Record<string, unknown>>[];

// The objects from the body down to the one that holds the list of records, or the one record.
function pathTo(body: Readonly<Record<string, unknown>>, records: readonly unknown[]): Values | undefined {
  const isTarget = (value: unknown) =>
    value === records || (records.length === 1 && isObject(value) && value === records[0]);
  const search = (value: Readonly<Record<string, unknown>>, depth: number): Values | undefined => {
    const inner = Object.values(value);
    if (inner.some(isTarget)) return [value];
    if (depth === 0) return undefined;
    for (const one of inner) {
      const below = isObject(one) ? search(one, depth - 1) : undefined;
      if (below !== undefined) return [value, ...below];
    }
    return undefined;
  };
  return search(body, DEEPEST);
}

function keyOf(outer: Readonly<Record<string, unknown>> | undefined, inner: unknown): string {
  return Object.entries(outer ?? {}).find(([, value]) => value === inner)?.[0] ?? '';
}
