// Cursor values as requests send them, and moments that no record held: lagged ones, borders of windows, now.
import { isEpoch, type Moment, type Ordered, orderedReader } from '../../columns/ordered.ts';
import { writePattern } from '../../columns/pattern-write.ts';
import { microsecondsOf } from '../../columns/utc.ts';
import type { IncrementalPlan } from '../../config/incremental.ts';
import { cursorColumn } from '../../config/incremental-rules.ts';
import type { ResourcePlan } from '../../config/pipeline.ts';
import { SourceError } from '../../core/errors.ts';
import { ExactNumber, isNumeric, toExact } from '../../core/exact-number.ts';
import { show } from '../../core/text.ts';
import type { PartitionValue } from '../partitions/contract.ts';

export interface Spelling {
  /** @throws SourceError for a value that the format has no spelling for */
  write(value: Ordered): PartitionValue;
  /** A moment that no record held, spelt as values of the resource are. */
  moment(milliseconds: number, like: Ordered | undefined): Moment;
  /** The moment that a request for this one is taken to mean: a day, where days are sent. */
  rounded(milliseconds: number, like: Ordered | undefined): Moment;
  /** The value by so much less. @throws SourceError for texts, which have no lengths between them */
  before(value: Ordered, lag: number): Ordered;
}

const DAY = /^\d{4}-\d\d-\d\d$/;

export function spellingOf(plan: ResourcePlan, incremental: IncrementalPlan): Spelling {
  const { format, convert } = incremental;
  const column = cursorColumn(plan.columns, incremental);
  const own = typeof column?.format === 'string' ? column.format : column?.format?.[0];
  const read = orderedReader(column, format ?? own);

  const write = (value: Ordered): PartitionValue => {
    if (convert !== undefined) return convert(value.raw);
    if (format !== undefined) return spell(value, format);
    const { raw } = value;
    return raw instanceof ExactNumber ? String(raw) : (raw as PartitionValue);
  };
  const moment = (milliseconds: number, like: Ordered | undefined): Moment => {
    const text = new Date(milliseconds).toISOString();
    const value: Moment = { kind: 'moment', at: text.slice(0, -1), raw: text };
    if (like !== undefined && like.kind !== 'moment') {
      throw new SourceError(`the cursor value ${show(like.raw)} is no moment, and a moment is to be sent`, {
        hint: 'say format: epoch_s or epoch_ms, or declare the column of the cursor as a timestamp',
      });
    }
    // A day stands for its midnight; another moment of it would be lost.
    const isMidnight = text.endsWith('T00:00:00.000Z');
    const isDay =
      column?.data_type === 'date' || (isMidnight && typeof like?.raw === 'string' && DAY.test(like.raw));
    const isIso =
      like === undefined
        ? own === undefined
        : typeof like.raw === 'string' && DAY.test(like.raw.slice(0, 10));
    const spelling = isDay ? 'date' : isIso ? undefined : own;
    return spelling === undefined || spelling === 'iso' ? value : { ...value, raw: spell(value, spelling) };
  };
  return {
    write,
    moment,
    rounded(milliseconds, like) {
      const value = moment(milliseconds, like);
      const sent = convert === undefined ? read(write(value)) : undefined;
      return sent?.kind === 'moment' ? { ...value, at: sent.at } : value;
    },
    before(value, lag) {
      if (value.kind === 'number') {
        const at = less(value.at, lag);
        return { kind: 'number', at, raw: at };
      }
      if (value.kind === 'text') {
        throw new SourceError(`lag cannot go back from the text ${show(value.raw)}`, {
          hint: 'leave lag out, or declare the column of the cursor',
        });
      }
      const isDay = column?.data_type === 'date' || (typeof value.raw === 'string' && DAY.test(value.raw));
      return moment(Math.floor(Date.parse(`${value.at}Z`) - lag * (isDay ? 86_400_000 : 1000)), value);
    },
  };
}

function spell(value: Ordered, format: string): PartitionValue {
  if (value.kind !== 'moment') {
    throw new SourceError(
      `the cursor value ${show(value.raw)} is no moment, which format: ${format} writes`,
      {
        hint: 'leave format out, or declare the column of the cursor as a timestamp with its own format',
      },
    );
  }
  const moment = `${value.at}Z`;
  if (format === 'iso') return moment;
  if (format === 'date') return moment.slice(0, 10);
  if (!isEpoch(format)) return writePattern(format, moment);
  const micros = microsecondsOf(moment) ?? 0n;
  const whole = floored(micros, { epoch_s: 1_000_000n, epoch_ms: 1000n, epoch_us: 1n, epoch_ns: 1n }[format]);
  return format === 'epoch_ns' ? whole * 1000n : Number(whole);
}

// Downwards before 1970, too: a start that is rounded up would leave records out.
function floored(value: bigint, unit: bigint): bigint {
  const quotient = value / unit;
  return quotient * unit > value ? quotient - 1n : quotient;
}

function less(at: number | bigint | ExactNumber, lag: number) {
  if (Number.isInteger(lag) && (typeof at === 'bigint' || Number.isSafeInteger(at)))
    return toExact(String(BigInt(at as number) - BigInt(lag)));
  const value = Number(at) - lag;
  // A double may have rounded it up.
  return isNumeric(at) && Number.isSafeInteger(value) ? value : value - Math.abs(value) * 2 ** -51;
}
