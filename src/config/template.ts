// A text with values in it that are known only when a partition is read: of a parent's record, or of the last run.

/** `{resources.users.id}`, `{incremental.start_value}` */
export interface TemplateReference {
  readonly root: 'resources' | 'incremental';
  /** The text between the braces; the value stands under it in `Partition.values`. */
  readonly key: string;
  /** What follows the root. */
  readonly rest: string;
}

/** Literal texts and references in turn. A text without any reference is a plain string, never one of these. */
export class Template {
  readonly parts: readonly (string | TemplateReference)[];

  /** @param parts no two texts side by side, at least one reference */
  constructor(parts: readonly (string | TemplateReference)[]) {
    this.parts = parts;
  }

  get references(): readonly TemplateReference[] {
    return this.parts.filter((part) => typeof part !== 'string');
  }

  /** The reference that is the whole text, so that its value keeps its JSON type. */
  get whole(): TemplateReference | undefined {
    const [only, ...others] = this.parts;
    return others.length === 0 && typeof only === 'object' ? only : undefined;
  }

  /** As it is written. */
  toString(): string {
    return this.parts.map((part) => (typeof part === 'string' ? part : `{${part.key}}`)).join('');
  }
}

const REFERENCE = /^(resources|incremental)\.(.+)$/s;

/** Reads what stands between two braces; undefined where it refers to nothing that a partition has. */
export function parseReference(inner: string): TemplateReference | undefined {
  const [, root, rest] = REFERENCE.exec(inner) ?? [];
  if (root === undefined || rest === undefined) return undefined;
  return { root: root as TemplateReference['root'], key: inner, rest };
}

/** Texts and references as one text, or as a template where there is a reference. */
export function joinParts(parts: readonly (string | TemplateReference)[]): string | Template {
  const joined: (string | TemplateReference)[] = [];
  for (const part of parts) {
    const last = joined.at(-1);
    if (typeof part === 'string' && typeof last === 'string') joined[joined.length - 1] = last + part;
    else if (part !== '') joined.push(part);
  }
  const [only = '', ...others] = joined;
  return others.length === 0 && typeof only === 'string' ? only : new Template(joined);
}

/** Every template in a value, with the keys and places that lead to it. */
export function templatesIn(
  value: unknown,
  path: readonly (string | number)[] = [],
): readonly { readonly template: Template; readonly path: readonly (string | number)[] }[] {
  if (value instanceof Template) return [{ template: value, path }];
  if (Array.isArray(value)) return value.flatMap((one, index) => templatesIn(one, [...path, index]));
  // Numbers of many digits are objects too, and hold nothing.
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, one]) => templatesIn(one, [...path, key]));
}
