// A large JSON body, cut between the records of its longest list: all its values at once take three times its bytes.
import { randomBytes } from 'node:crypto';
import { parseJson } from '../../core/parse-json.ts';
import { setOwn } from '../../core/path.ts';
import { decodeText } from '../http/charset.ts';
import { type ParseContext, RECORDS_HELD } from './contract.ts';
import { DEEPEST, findLongList, type PartSize } from './find-list.ts';

/** A body whose longest list is read part by part. */
export interface CutBody {
  /**
   * The list, from its start as often as it is called.
   * @throws SyntaxError where a part is not JSON; Fault where it is not UTF-8
   */
  lists(): Generator<unknown[], void, undefined>;
  /** The body with another list in the place of the longest one. */
  around(list: readonly unknown[]): unknown;
}

// A few large records are as much as a thousand small ones.
const PART: PartSize = { entries: RECORDS_HELD, bytes: 256 * 1024 };
const UTF_8 = { encoding: 'utf-8', contentType: '' };

/**
 * Cuts a body. Where what stands around the list is JSON, and each part is a list with entries, the body is JSON: its
 * tokens are theirs, in their order.
 * @param bytes UTF-8
 * @param size for tests
 * @returns undefined where no list is longer than half of the body, or one of its entries is, or what stands around it is
 *   not JSON
 */
export function cutJson(bytes: Buffer, context: ParseContext, size: PartSize = PART): CutBody | undefined {
  const found = findLongList(bytes, size);
  if (found === undefined) return undefined;
  const { start, end, cuts } = found;
  const ends = [...cuts, end];
  // A part is copied to be parsed.
  if (ends.some((to, at) => (to - (ends[at - 1] ?? start)) * 2 > bytes.length)) return undefined;
  const textOf = (from: number, to: number) => decodeText(bytes.subarray(from, to), UTF_8);
  const mark = randomBytes(12).toString('hex');
  const around = placeOf(() => `${textOf(0, start)}"${mark}"${textOf(end, bytes.length)}`, mark, context);
  if (around === undefined) return undefined;
  return {
    *lists() {
      let from = start;
      for (const to of ends) {
        const list = parseJson(`[${textOf(from, to)}]`, context) as unknown[];
        // Blanks are a list by themselves; between two commas they are none.
        if (list.length === 0) throw new SyntaxError('nothing stands between two commas');
        yield list;
        from = to + 1;
      }
    },
    around,
  };
}

/** What puts a list in the place of the marked one; undefined where it is in none, as under a key that comes twice. */
function placeOf(text: () => string, mark: string, context: ParseContext): CutBody['around'] | undefined {
  let body: unknown;
  try {
    body = parseJson(text(), context);
  } catch {
    // The whole body is parsed then, and its fault is said.
    return undefined;
  }
  const isMarked = (value: unknown) => Array.isArray(value) && value.length === 1 && value[0] === mark;
  if (isMarked(body)) return (list) => list;
  const holder = holderOf(body, isMarked, DEEPEST);
  if (holder === undefined) return undefined;
  return (list) => {
    setOwn(holder.object, holder.key, list);
    return body;
  };
}

interface Holder {
  readonly object: object;
  readonly key: string;
}

function holderOf(value: unknown, isMarked: (value: unknown) => boolean, depth: number): Holder | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || depth === 0) return undefined;
  for (const [key, inner] of Object.entries(value)) {
    if (isMarked(inner)) return { object: value, key };
    const below = holderOf(inner, isMarked, depth - 1);
    if (below !== undefined) return below;
  }
  return undefined;
}
