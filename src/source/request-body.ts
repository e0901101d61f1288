// The body of a request: JSON, a form or a text, with the values of the partition and of the paginator in it.
import { copyJson, toJsonText } from '../core/json.ts';
import { parsePath, setPath } from '../core/path.ts';
import type { FilledEndpoint } from './fill-templates.ts';
import { fillTextBody } from './text-body.ts';

export interface RequestBody {
  readonly body: string | undefined;
  /** The Content-Type where the pipeline gives none. */
  readonly type?: string;
}

type Values = Readonly<Record<string, unknown>>;

/** Which names of a text are filled, and how. */
export interface TextPlaces {
  readonly names: readonly string[];
  readonly contentType: string;
}

/**
 * @param values by their paths in the body
 * @param places of a body of text
 */
export function requestBody(
  { json, data }: Pick<FilledEndpoint, 'json' | 'data'>,
  values: Values,
  places: TextPlaces,
): RequestBody {
  const isInjected = Object.keys(values).length > 0;
  if (typeof data === 'string') return { body: fillTextBody(data, places.names, values, places.contentType) };
  if (data !== undefined) return { body: form(data, values), type: 'application/x-www-form-urlencoded' };
  if (json === undefined && !isInjected) return { body: undefined };
  const body: Record<string, unknown> = copyJson({ ...json });
  for (const [path, value] of Object.entries(values)) setPath(body, path, value);
  return { body: toJsonText(body), type: 'application/json' };
}

function form(data: Values, values: Values): string {
  const fields = new URLSearchParams();
  const injected = Object.entries(values).map(([path, value]) => [fieldAt(path), value] as const);
  const all = new Map<string, unknown>([...Object.entries(data), ...injected]);
  for (const [name, value] of all) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one === null) continue;
      fields.append(name, typeof one === 'object' ? toJsonText(one) : String(one));
    }
  }
  return fields.toString();
}

// A form has no levels: `['a[b]']` is the field `a[b]`, and `a.b` is the field of that name.
function fieldAt(path: string): string {
  const steps = parsePath(path) ?? [];
  return steps.length === 1 ? String(steps[0]) : path;
}
