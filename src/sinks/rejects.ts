// Rejected records, kept aside with the reason, one JSON object a line.
import type { Batch } from '../core/batch.ts';
import { ContractError } from '../core/errors.ts';
import { toJsonText } from '../core/json.ts';
import { AtomicFile } from './atomic-file.ts';

/** Takes the rejects of each batch, before its records are written. */
export interface RejectSink {
  write(batch: Batch): Promise<void>;
}

/** Where no place for rejects was given, the first one ends its resource. */
export const refuseRejects: RejectSink = {
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

/** A file of rejects that comes into being with the first one. */
export class RejectFile implements RejectSink {
  readonly #path: string;
  readonly #staging: string | undefined;
  #opening: Promise<AtomicFile> | undefined;
  #finished: Promise<void> | undefined;
  #published: Promise<void> | undefined;
  #count = 0;

  constructor(path: string, staging?: string) {
    this.#path = path;
    this.#staging = staging;
  }

  get count(): number {
    return this.#count;
  }

  async write(batch: Batch): Promise<void> {
    if (batch.rejects.length === 0) return;
    const lines = batch.rejects.map((reject) => `${line(batch, reject)}\n`);
    this.#count += lines.length;
    this.#opening ??= AtomicFile.create(this.#path, this.#staging);
    await (await this.#opening).write([Buffer.from(lines.join(''))]);
  }

  /** One file may serve several resources, so ending it twice is no fault. */
  finish(): Promise<void> {
    this.#finished ??= this.#ended((file) => file.finish());
    return this.#finished;
  }

  publish(): Promise<void> {
    this.#published ??= this.#ended((file) => file.publish());
    return this.#published;
  }

  async discard(): Promise<void> {
    await (await this.#opening?.catch(() => undefined))?.discard();
  }

  async #ended(end: (file: AtomicFile) => Promise<unknown>): Promise<void> {
    const file = await this.#opening;
    if (file !== undefined) await end(file);
  }
}

function line(batch: Batch, { reason, column, record }: Batch['rejects'][number]): string {
  const origin = { resource: batch.resource, partition: batch.partition || undefined, page: batch.page };
  return toJsonText({ ...origin, column, reason, record });
}
