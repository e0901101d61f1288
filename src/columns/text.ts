// text: any scalar in its own spelling.
import { ExactNumber } from '../core/exact-number.ts';
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
  fits: (value) => spell(value) !== undefined,
  json: { type: 'string' },
  parquet: () =>
    textLayout((value) => {
      const spelled = spell(value);
      // A lone surrogate has no UTF-8; writing it anyway would store a replacement character.
      return spelled?.isWellFormed() ? spelled : undefined;
    }),
});

function spell(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : undefined;
  const isScalar = typeof value === 'bigint' || typeof value === 'boolean' || value instanceof ExactNumber;
  return isScalar ? String(value) : undefined;
}
