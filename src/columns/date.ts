// date: `2024-05-06`; a moment only where it is midnight, else its time would be lost unsaid.
import { declareColumnType, INVALID } from './contract.ts';
import { checkDays, momentFormat, toMoment } from './moment.ts';
import { fixed, OPTIONAL } from './parquet-layout.ts';

const DAY = 86_400_000;

export const date = declareColumnType({
  type: 'date',
  summary: 'a day',
  options: {},
  reading: { format: momentFormat },
  check: checkDays,
  isTextual: false,
  coerce(column) {
    const moment = toMoment(column);
    return (value) => {
      const timestamp = moment(value);
      if (timestamp === INVALID) return INVALID;
      const isMidnight = /T00:00:00\.0+Z$/.test(timestamp);
      return isMidnight || column.format !== undefined ? timestamp.slice(0, 10) : INVALID;
    };
  },
  fits: (value) => typeof value === 'string',
  json: { type: 'string' },
  jsonFormat: () => ({ format: 'date' }),
  parquet: () => ({
    element: { ...OPTIONAL, type: 'INT32', converted_type: 'DATE' },
    parquetjs: 'DATE',
    toPrimitive: days,
    size: fixed(4),
  }),
  fromParquet: (primitive) =>
    typeof primitive === 'number' ? new Date(primitive * DAY).toISOString().slice(0, 10) : primitive,
});

function days(value: unknown): number | undefined {
  if (typeof value !== 'string') return undefined;
  const milliseconds = Date.parse(`${value}T00:00:00.000Z`);
  return Number.isNaN(milliseconds) ? undefined : Math.round(milliseconds / DAY);
}
