// An answer as it comes from the socket, for tests of what is made of it.
import { type Answer, createAnswer } from '../../src/source/http/answer.ts';
import type { Reading } from '../../src/source/http/reading.ts';
import type { RawAnswer } from '../../src/source/http/transport.ts';

type Raw = Partial<Omit<RawAnswer, 'bytes'>> & Partial<Pick<Reading, 'format' | 'encoding'>>;

/** @param body a text or bytes; anything else is sent as JSON */
export function answerOf(
  body: unknown,
  { format = 'json', encoding, ...more }: Raw = {},
  onRepeatedKey?: (key: string) => void,
): Answer {
  const sent = typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body);
  const raw = {
    status: 200,
    headers: {},
    isEndCertain: true,
    ...more,
    bytes: Buffer.from(sent),
  };
  return createAnswer(
    raw,
    { format, encoding, isStreamed: false, isCut: false, limitNames: {} },
    onRepeatedKey,
  );
}
