// Parquet: row groups of typed columns, with the schema from `columns` or inferred from the first records.
import type { ResourcePlan } from '../../config/plan.ts';
import type { JsonRecord } from '../../core/batch.ts';
import type { Encoder, Format } from '../contract.ts';
import { EXTRA, type FileColumn, REFUSED, type TableColumn } from './column.ts';
import type { ParquetFile } from './file.ts';
import { INFERRED_FROM, inferColumns } from './infer.ts';

export const parquet: Format = {
  name: 'parquet',
  extension: 'parquet',
  summary: 'Apache Parquet, SNAPPY, one schema for the file',
  refuse({ columns }) {
    if (columns === undefined) return undefined;
    if (columns.length === 0) return 'Parquet needs at least one column; `columns` is empty';
    for (const { name, data_type: type } of columns) {
      if (REFUSED[type] !== undefined) return `column "${name}": ${REFUSED[type]}`;
      if (name === EXTRA) return `column "${EXTRA}": Parquet keeps undeclared fields under this name`;
      if (name === '__proto__')
        return `column "${name}": the Parquet writer cannot hold a column of this name`;
    }
    return undefined;
  },
  async createEncoder(resource) {
    // The writer is loaded only where Parquet is wanted.
    const { createParquetFile } = await import('./file.ts');
    return resource.columns === undefined
      ? createInferringEncoder(createParquetFile)
      : encoderOf(createParquetFile(columnsOf(resource)));
  },
};

function columnsOf(resource: ResourcePlan): FileColumn[] {
  const declared: TableColumn[] = (resource.columns ?? []).map(({ name, data_type }) => ({
    name,
    type: data_type,
  }));
  return resource.contract.columns === 'evolve' ? [...declared, { name: EXTRA, type: 'extra' }] : declared;
}

function encoderOf(file: ParquetFile): Encoder {
  return { encode: (records) => file.append(records), end: () => file.end() };
}

/** Holds the first records back until they have shown the columns. */
function createInferringEncoder(create: (columns: readonly FileColumn[]) => ParquetFile): Encoder {
  let held: JsonRecord[] = [];
  let file: ParquetFile | undefined;
  const start = async (): Promise<Uint8Array[]> => {
    file = create([...inferColumns(held), { name: EXTRA, type: 'extra' }]);
    const bytes = await file.append(held);
    held = [];
    return bytes;
  };
  return {
    async encode(records) {
      if (file !== undefined) return file.append(records);
      for (const record of records) held.push(record);
      return held.length < INFERRED_FROM ? [] : start();
    },
    async end() {
      const bytes = file === undefined ? await start() : [];
      return file === undefined ? bytes : [...bytes, ...(await file.end())];
    },
  };
}
