// Rejected records, kept aside with the reason, one JSON object a line.
import { createReadStream } from 'node:fs';
import type { Batch } from '../../core/batch.ts';
import { ContractError, OutputError } from '../../core/errors.ts';
import { toJsonText } from '../../core/json.ts';
import { OutputFile, type WrittenPart } from '../files/output-file.ts';
import { FileInPlace } from './file-in-place.ts';
import type { RejectedSoFar } from './safe-points.ts';

/** Takes the rejects of each batch, before its records are written. */
export interface RejectSink {
  write(batch: Batch): Promise<void>;
}

/** Where no place for rejects was given, the first one ends its resource. */
const refuseRejects: RejectSink = {
  async write(batch) {
    const [first] = batch.rejects;
    if (first === undefined) return;
    const column = first.column === undefined ? '' : `column "${first.column}": `;
    throw new ContractError(`a record was rejected: ${column}${first.reason}`, {
      where: { page: batch.page, ...(batch.partition === '' ? {} : { partition: batch.partition }) },
      hint: 'keep rejected records with --rejects FILE, export with -o DIR, or change columns or schema_contract',
    });
  },
};

/** A file of rejects that comes into being with the first one, under a name that is not its final one. */
export class RejectFile implements RejectSink {
  readonly #path: string;
  #opening: Promise<OutputFile> | undefined;
  #finished: Promise<WrittenPart | undefined> | undefined;
  #count = 0;
  #bytes = 0;

  constructor(path: string) {
    this.#path = path;
  }

  /** How much was kept aside. */
  get soFar(): RejectedSoFar {
    return { bytes: this.#bytes, rows: this.#count };
  }

  /** Brings what there is to the disk. */
  async sync(): Promise<void> {
    await (await this.#opening)?.sync();
  }

  /**
   * Goes on behind what an interrupted run has kept aside.
   * @param from its file, of which more may have been written than was noted
   */
  async goOnFrom(from: string, { bytes, rows }: RejectedSoFar): Promise<void> {
    const file = await OutputFile.create(this.#path);
    this.#opening = Promise.resolve(file);
    this.#count = rows;
    this.#bytes = bytes;
    const source = createReadStream(from, { end: bytes - 1 });
    for await (const chunk of source) await file.write([chunk as Buffer]);
    if (file.bytes !== bytes) throw new OutputError(`${from} was changed after it was written`);
  }

  async write(batch: Batch): Promise<void> {
    if (batch.rejects.length === 0) return;
    const lines = batch.rejects.map((reject) => `${rejectLine(batch, reject)}\n`);
    this.#count += lines.length;
    this.#opening ??= OutputFile.create(this.#path);
    const bytes = Buffer.from(lines.join(''));
    await (await this.#opening).write([bytes]);
    this.#bytes += bytes.length;
  }

  /**
   * One file may serve several resources, so finishing it twice is no fault.
   * @returns undefined where nothing was rejected
   */
  finish(): Promise<WrittenPart | undefined> {
    this.#finished ??= (async () => {
      const file = await this.#opening;
      return file && { path: this.#path, rows: this.#count, ...(await file.finish()) };
    })();
    return this.#finished;
  }

  /** Closes it as it is. Never fails. */
  async leave(): Promise<void> {
    await (await this.#opening?.catch(() => undefined))?.leave();
  }

  async discard(): Promise<void> {
    await (await this.#opening?.catch(() => undefined))?.discard();
  }
}

/** Where the rejects of all resources go together. */
export interface SharedRejects {
  readonly sink: RejectSink;
  /** @throws StateError or OutputError before anything is requested */
  prepare(): Promise<void>;
  /** Brings them to the disk. */
  finish(): Promise<unknown>;
  publish(): Promise<void>;
  discard(): Promise<void>;
}

/** The file of `--rejects FILE`; without it the first reject ends its resource. */
export function rejectsTo(final: string | undefined): SharedRejects {
  if (final === undefined) {
    const nothing = async () => {};
    return { sink: refuseRejects, prepare: nothing, finish: nothing, publish: nothing, discard: nothing };
  }
  const place = new FileInPlace(final);
  const file = new RejectFile(place.temporary);
  return {
    sink: file,
    prepare: () => place.prepare(),
    finish: () => file.finish(),
    async publish() {
      if ((await file.finish()) !== undefined) await place.publish();
      await place.release();
    },
    async discard() {
      await file.discard();
      await place.release();
    },
  };
}

/** A rejected record as a line of JSON, without its line feed. */
export function rejectLine(batch: Batch, { reason, column, record }: Batch['rejects'][number]): string {
  const origin = { resource: batch.resource, partition: batch.partition || undefined, page: batch.page };
  return toJsonText({ ...origin, column, reason, record });
}
