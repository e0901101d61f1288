// time: a time of day, `07:08:09`, with the decimals it has.
import { type Coerce, declareColumnType, INVALID } from './contract.ts';
import { momentFormat, toMoment } from './moment.ts';
import { fixed, OPTIONAL } from './parquet-layout.ts';

const TIME = /^(\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?$/;

export const time = declareColumnType({
  type: 'time',
  summary: 'a time of day, to the microsecond',
  options: {},
  reading: { format: momentFormat },
  isTextual: false,
  coerce(column) {
    if (column.format === undefined) return clock;
    const moment = toMoment(column);
    return (value) => {
      const timestamp = moment(value);
      return timestamp === INVALID ? INVALID : clock(timestamp.slice(11, -1));
    };
  },
  fits: (value) => typeof value === 'string',
  json: { type: 'string' },
  parquet: () => ({
    element: {
      ...OPTIONAL,
      type: 'INT64',
      logical_type: { type: 'TIME', isAdjustedToUTC: false, unit: 'MICROS' },
    },
    parquetjs: undefined,
    toPrimitive: microsecondsOfDay,
    size: fixed(8),
  }),
  fromParquet: (primitive) => (typeof primitive === 'bigint' ? timeText(primitive) : primitive),
});

const clock: Coerce<string> = (value) => {
  const match = typeof value === 'string' ? TIME.exec(value.trim()) : null;
  if (match === null) return INVALID;
  const [, hour = '', minute = '', second = '00', fraction = ''] = match;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return INVALID;
  const decimals = fraction.slice(0, 6).replace(/0+$/, '');
  return `${hour}:${minute}:${second}${decimals === '' ? '' : `.${decimals}`}`;
};

function microsecondsOfDay(value: unknown): bigint | undefined {
  const match = typeof value === 'string' ? /^(\d\d):(\d\d):(\d\d)(?:\.(\d{1,6}))?$/.exec(value) : null;
  if (match === null) return undefined;
  const [, hour = 0, minute = 0, second = 0, fraction = ''] = match;
  const seconds = (Number(hour) * 60 + Number(minute)) * 60 + Number(second);
  return BigInt(seconds * 1_000_000 + Number(fraction.padEnd(6, '0')));
}

function timeText(micros: bigint): string {
  const text = new Date(Number(micros / 1000n)).toISOString().slice(11, 23);
  return `${text}${String(micros % 1000n).padStart(3, '0')}`;
}
