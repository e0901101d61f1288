// A large JSON body, parsed a part at a time from the bytes that it came in.
import { cutJson } from '../bodies/cut-json.ts';
import { LongList } from '../bodies/long-list.ts';
import { createAnswer, LARGE } from './answer.ts';
import { isReadAsUtf8 } from './charset.ts';
import type { Reading } from './reading.ts';
import type { RawAnswer } from './transport.ts';

/**
 * Parses every part once, so that a broken body is known before any of its records is handed on.
 * @returns undefined for a body that is parsed in one piece: a small one, or one without a long list in it; one that is
 *   broken, too, since the whole tells best what is wrong with it
 */
export async function openCutBody(
  raw: RawAnswer,
  reading: Reading,
  onRepeatedKey: ((key: string) => void) | undefined,
): Promise<LongList | undefined> {
  const { status, headers, bytes } = raw;
  const isLarge = status < 300 && bytes.length >= LARGE;
  const sources = { encoding: reading.encoding, contentType: headers['content-type'] ?? '' };
  if (!reading.isCut || !isLarge || !isReadAsUtf8(bytes, sources)) return undefined;
  const cut = cutJson(bytes, { onRepeatedKey });
  if (cut === undefined) return undefined;
  const lists = async function* () {
    yield* cut.lists();
  };
  const whole = () => createAnswer(raw, reading, onRepeatedKey).body();
  try {
    return await LongList.open(lists, async () => {}, { around: cut.around, whole });
  } catch {
    return undefined;
  }
}
