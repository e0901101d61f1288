// The rejects that an interrupted run has noted, taken over; what it had written behind its last note is cut off.
import { OutputError } from '../../core/errors.ts';
import type { WrittenPart } from '../files/output-file.ts';
import type { SafeLine } from '../files/resume-log.ts';
import { localCopy } from './parts.ts';
import type { ObjectRejects } from './rejects.ts';
import type { ObjectStore } from './store.ts';

/** @param folder where they lie */
export async function keptRejects(
  store: ObjectStore,
  folder: string,
  { rejected = [], rejects: noted }: Pick<SafeLine, 'rejected' | 'rejects'>,
  rejects: ObjectRejects,
): Promise<void> {
  const parts = rejected.map(({ name, ...part }): WrittenPart => ({ ...part, path: `${folder}/${name}` }));
  let bytes = 0;
  let rows = 0;
  const whole: WrittenPart[] = [];
  let cut: WrittenPart | undefined;
  for (const part of parts) {
    if (bytes + part.bytes > noted.bytes) {
      cut = part;
      break;
    }
    whole.push(part);
    bytes += part.bytes;
    rows += part.rows;
  }
  rejects.goOnFrom(whole);
  if (bytes === noted.bytes) return;
  if (cut === undefined) throw new OutputError(`${store.name}/${folder} was changed after it was written`);
  const copy = await localCopy(store, cut);
  try {
    const { open } = await import('node:fs/promises');
    const file = await open(copy.path);
    try {
      const kept = Buffer.alloc(noted.bytes - bytes);
      await file.read(kept, 0, kept.length, 0);
      await rejects.add(kept, noted.rows - rows);
    } finally {
      await file.close();
    }
  } finally {
    await copy.release();
  }
}
