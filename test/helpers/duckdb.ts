// DuckDB as the judge of our files.
import { DuckDBInstance } from '@duckdb/node-api';

type Row = Record<string, unknown>;

/** Runs one query in a fresh database; BigInt for 64-bit integers, text for what JavaScript has no type for. */
export async function duckdb(sql: string): Promise<Row[]> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    // Casts of a moment to a text depend on it.
    await connection.run("SET TimeZone = 'UTC'");
    const reader = await connection.runAndReadAll(sql);
    return reader.getRowObjectsJS() as Row[];
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** Column names and types of a file, in order. */
export async function columnsOf(file: string): Promise<[string, string][]> {
  const rows = await duckdb(`DESCRIBE SELECT * FROM '${file}'`);
  return rows.map((row) => [String(row.column_name), String(row.column_type)]);
}
