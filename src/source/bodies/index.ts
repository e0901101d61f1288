// The formats of answers, by the word of `response_format`.
import type { ResponseFormat } from '../../config/fields.ts';
import type { BodyFormat } from './contract.ts';
import { csv } from './csv.ts';
import { json } from './json.ts';
import { jsonl } from './jsonl.ts';
import { xml } from './xml.ts';

export const BODY_FORMATS: Readonly<Record<ResponseFormat, BodyFormat>> = { json, jsonl, csv, xml };
