// `duckdb -c "SQL"` for the README's recipes, on machines that have DuckDB only as a package.
import { DuckDBInstance } from '@duckdb/node-api';

const sql = process.argv[process.argv.indexOf('-c') + 1] ?? '';
const instance = await DuckDBInstance.create(':memory:');
const connection = await instance.connect();
const reader = await connection.runAndReadAll(sql);
for (const row of reader.getRowObjectsJson()) process.stdout.write(`${JSON.stringify(row)}\n`);
