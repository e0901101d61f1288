// Rejected records of one resource in an object store: one JSON object a line, in parts that end where a run may go on.
import type { Batch } from '../../core/batch.ts';
import type { FileFacts, WrittenPart } from '../files/output-file.ts';
import { type RejectSink, rejectLine } from '../targets/rejects.ts';
import type { RejectedSoFar } from '../targets/safe-points.ts';
import { ObjectPart } from './parts.ts';
import type { ObjectStore } from './store.ts';

export class ObjectRejects implements RejectSink {
  readonly #store: ObjectStore;
  readonly #keyOf: (part: number) => string;
  readonly #parts: WrittenPart[] = [];
  #open: ObjectPart | undefined;
  #openRows = 0;
  #rows = 0;
  #bytes = 0;
  #made = 0;

  /** @param keyOf the key of its part of this number */
  constructor(store: ObjectStore, keyOf: (part: number) => string) {
    this.#store = store;
    this.#keyOf = keyOf;
  }

  get soFar(): RejectedSoFar {
    return { bytes: this.#bytes, rows: this.#rows };
  }

  /** Goes on behind parts that an interrupted run has finished. */
  goOnFrom(parts: readonly WrittenPart[]): void {
    this.#parts.push(...parts);
    for (const { rows, bytes } of parts) {
      this.#rows += rows;
      this.#bytes += bytes;
    }
  }

  async write(batch: Batch): Promise<void> {
    if (batch.rejects.length === 0) return;
    const text = batch.rejects.map((reject) => `${rejectLine(batch, reject)}\n`).join('');
    await this.add(Buffer.from(text), batch.rejects.length);
  }

  /** Whole lines. */
  async add(lines: Uint8Array, rows: number): Promise<void> {
    if (this.#open === undefined) {
      const key = this.#keyOf(this.#made);
      this.#made += 1;
      this.#open = new ObjectPart(key, this.#store.upload(key));
    }
    this.#rows += rows;
    this.#openRows += rows;
    this.#bytes += lines.length;
    await this.#open.write([lines]);
  }

  /** Makes what there is last: the parts until now. */
  async settle(): Promise<readonly WrittenPart[]> {
    const open = this.#open;
    if (open !== undefined) {
      const facts: FileFacts = await open.finish();
      this.#parts.push({ path: open.path, rows: this.#openRows, ...facts });
      this.#open = undefined;
      this.#openRows = 0;
    }
    return this.#parts;
  }

  /** Never fails. */
  async discard(): Promise<void> {
    await this.#open?.discard();
    this.#open = undefined;
  }
}
