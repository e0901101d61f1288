// Rows that are lists of values, to records: the body names the values once, beside the rows.
import { SourceError } from '../core/errors.ts';
import { compileQuery, own, setOwn } from '../core/path.ts';
import { excerpt, show } from '../core/text.ts';

/**
 * One per resource: names that a page leaves out are those of the page before.
 * @param path columns_path
 * @returns a function from the rows of a body to records; it throws SourceError where they do not fit the names
 */
export function rowNamer(path: string) {
  const { find } = compileQuery(path);
  let known: readonly string[] | undefined;
  return (body: unknown, rows: readonly unknown[]): readonly unknown[] => {
    const { values } = find(body);
    const [first] = values;
    const written = values.length === 1 && Array.isArray(first) ? first : values;
    if (written.length > 0) known = written.map((one) => nameOf(one, path));
    // The first row may be the names themselves, as in a table.
    const filled = rows[0] === first && first !== undefined ? rows.slice(1) : rows;
    if (filled.length === 0) return filled;
    if (known === undefined) throw wrong(path, 'finds no names in the body');
    const names = known;
    const twice = names.find((name, index) => names.indexOf(name) !== index);
    if (twice !== undefined) throw wrong(path, `finds the name "${excerpt(twice, 60)}" twice`);
    return filled.map((row, index) => recordOf(row, index, names));
  };
}

function nameOf(written: unknown, path: string): string {
  const name = typeof written === 'string' ? written : own(written, 'name');
  if (typeof name === 'string' && name !== '') return name;
  throw wrong(path, `finds ${show(written)} where a name should be`);
}

function recordOf(row: unknown, index: number, names: readonly string[]): Record<string, unknown> {
  if (!Array.isArray(row)) {
    throw new SourceError(`row ${index + 1} is ${show(row)} where rows_as: arrays wants a list`, {
      hint: 'correct data_selector, or leave rows_as out',
    });
  }
  if (row.length !== names.length) {
    throw new SourceError(
      `row ${index + 1} has ${row.length} values where columns_path names ${names.length}`,
      {
        hint: 'correct columns_path and data_selector; a row cannot be read without a name for each value',
      },
    );
  }
  const record = {};
  names.forEach((name, at) => {
    setOwn(record, name, row[at]);
  });
  return record;
}

function wrong(path: string, what: string): SourceError {
  return new SourceError(`columns_path "${path}" ${what}`, { hint: 'correct columns_path' });
}
