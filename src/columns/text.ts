// text: any scalar in its own spelling.
import { declareColumnType, INVALID } from './contract.ts';
import { textLayout } from './parquet-layout.ts';

export const text = declareColumnType({
  type: 'text',
  summary: 'numbers and booleans as they are written',
  options: {},
  reading: {},
  isTextual: true,
  coerce: () => (value) => spell(value) ?? INVALID,
  isFine: "typeof v === 'string'",
  fits: (value) => typeof value === 'string',
  json: { type: 'string' },
  parquet: () =>
    // A lone surrogate has no UTF-8; writing it anyway would store a replacement character.
    textLayout((value) => (typeof value === 'string' && value.isWellFormed() ? value : undefined)),
});

function spell(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : undefined;
  return typeof value === 'bigint' || typeof value === 'boolean' ? String(value) : undefined;
}
