// json: the body is one value.
import { parseJson } from '../../core/parse-json.ts';
import type { BodyFormat } from './contract.ts';

export const json: BodyFormat = {
  title: 'JSON',
  accept: 'application/json',
  isOpenEnded: false,
  looks: /^\s*[[{]/,
  parse: parseJson,
};
