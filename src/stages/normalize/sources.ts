// Where columns come from under `naming: snake_case`: from the field whose name, brought to the naming, is theirs; and
// under `max_table_nesting`: from the field that is flattened to their name.
// `created_at` comes from createdAt, `owner__name` from the name of owner. Names are only known when records come.
import { isObject, SEPARATOR } from '../../columns/spread.ts';
import type { Column } from '../../config/columns.ts';
import type { JsonRecord } from '../../core/batch.ts';

/** Finds the fields of columns that name no `from` of their own. */
export class Sources {
  /** For each column by name the fields seen so far that are called so. */
  readonly #paths = new Map<string, string[]>();
  readonly #prefixes = new Set<string>();
  readonly #rename: (name: string) => string;

  constructor(columns: readonly Column[], rename: (name: string) => string) {
    this.#rename = rename;
    for (const { name, from } of columns) {
      if (from !== name) continue;
      this.#paths.set(name, []);
      const parts = name.split(SEPARATOR);
      for (let i = 1; i < parts.length; i += 1) this.#prefixes.add(parts.slice(0, i).join(SEPARATOR));
    }
  }

  /** The paths that the column has been seen to come from, or its own. */
  of({ name, from }: Column): readonly string[] {
    const paths = this.#paths.get(name) ?? [];
    return paths.length > 0 ? paths : [from];
  }

  /** @returns true when the record has a field that a column comes from and no record before had */
  learn(record: JsonRecord): boolean {
    return this.#paths.size > 0 && this.#learn(record, [], '');
  }

  #learn(object: JsonRecord, path: readonly string[], above: string): boolean {
    let isNew = false;
    for (const key in object) {
      // A field that is called like the column as it stands, `owner__name`, needs no renaming.
      const name = path.length === 0 && this.#paths.has(key) ? key : `${above}${this.#rename(key)}`;
      const inner = object[key];
      if (this.#prefixes.has(name) && isObject(inner)) {
        isNew = this.#learn(inner, [...path, key], `${name}${SEPARATOR}`) || isNew;
      }
      const found = this.#paths.get(name);
      if (found === undefined) continue;
      const source = pathText([...path, key]);
      if (found.includes(source)) continue;
      found.push(source);
      isNew = true;
    }
    return isNew;
  }
}

function pathText(keys: readonly string[]): string {
  const [only = ''] = keys;
  if (keys.length === 1 && /^\w+$/.test(only)) return only;
  return keys.map((key) => `['${key.replace(/['\\]/g, '\\$&')}']`).join('');
}
