// The registry of file formats: a new one is a file (or folder) beside this one and a line here.
import { csv } from './csv/index.ts';
import { ndjson } from './ndjson.ts';
import { parquet } from './parquet/index.ts';

export const formats = [ndjson, csv, parquet] as const;
