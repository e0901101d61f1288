// Rows of CSV to records by the first of them; one that is too short at the very end is a sign that the body was cut.
import { setOwn } from '../../core/path.ts';
import { excerpt } from '../../core/text.ts';
import { Fault } from '../http/verdict.ts';

export type Row = readonly (string | null)[];

export class RowReader {
  #names: readonly string[] | undefined;
  #records = 0;
  #short: string | undefined;

  /**
   * @returns undefined for the header, for an empty line, and for a row that is an error unless it is the last
   * @throws Fault where a row does not fit the header
   */
  read(row: Row): Record<string, unknown> | undefined {
    if (this.#names === undefined) {
      this.#names = namesOf(row);
      return undefined;
    }
    const wanted = this.#names.length;
    if (wanted > 1 && row.length === 1 && row[0] === null) return undefined;
    if (this.#short !== undefined) throw misfit(this.#short);
    this.#records += 1;
    if (row.length === wanted) return toRecord(this.#names, row);
    const reason = `record ${this.#records} of the CSV has ${row.length} cells where the header has ${wanted}`;
    if (row.length > wanted) throw misfit(reason);
    this.#short = reason;
    return undefined;
  }

  /** @throws SyntaxError where the last row is too short */
  end(): void {
    if (this.#short !== undefined) throw new SyntaxError(this.#short);
  }
}

function namesOf(header: Row): string[] {
  const names = header.map((cell, index) => cell || `column_${index + 1}`);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice === undefined) return names;
  const reason = `the CSV has two columns named "${excerpt(twice, 60)}", and a record holds one of them only`;
  throw new Fault({ kind: 'failed', reason, hint: 'ask the API for distinct names' });
}

function toRecord(names: readonly string[], row: Row): Record<string, unknown> {
  const record = {};
  names.forEach((name, index) => {
    setOwn(record, name, row[index]);
  });
  return record;
}

function misfit(reason: string): Fault {
  return new Fault({
    kind: 'failed',
    reason,
    hint: 'a cell with a delimiter in it must be quoted (RFC 4180)',
  });
}
