// Rejected records, kept aside with the reason, one JSON object a line.
import type { Batch } from '../../core/batch.ts';
import { ContractError } from '../../core/errors.ts';
import { temporaryName } from '../../core/files/whole-file.ts';
import { toJsonText } from '../../core/json.ts';
import { OutputFile } from '../files/output-file.ts';
import { place } from '../files/place.ts';

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
  #finished: Promise<void> | undefined;
  #count = 0;

  constructor(path: string) {
    this.#path = path;
  }

  get count(): number {
    return this.#count;
  }

  async write(batch: Batch): Promise<void> {
    if (batch.rejects.length === 0) return;
    const lines = batch.rejects.map((reject) => `${line(batch, reject)}\n`);
    this.#count += lines.length;
    this.#opening ??= OutputFile.create(this.#path);
    await (await this.#opening).write([Buffer.from(lines.join(''))]);
  }

  /** One file may serve several resources, so finishing it twice is no fault. */
  finish(): Promise<void> {
    this.#finished ??= (async () => {
      await (await this.#opening)?.finish();
    })();
    return this.#finished;
  }

  /** Puts the finished file at its final name, if there is one. */
  async publish(final: string): Promise<void> {
    if (this.#count > 0) await place(this.#path, final);
  }

  async discard(): Promise<void> {
    await (await this.#opening?.catch(() => undefined))?.discard();
  }
}

/** The file of `--rejects FILE`; without it the first reject ends its resource. */
export function rejectsTo(final: string | undefined) {
  if (final === undefined) {
    const nothing = async () => {};
    return { sink: refuseRejects, publish: nothing, discard: nothing };
  }
  const file = new RejectFile(temporaryName(final));
  return {
    sink: file,
    async publish() {
      await file.finish();
      await file.publish(final);
    },
    discard: () => file.discard(),
  };
}

function line(batch: Batch, { reason, column, record }: Batch['rejects'][number]): string {
  const origin = { resource: batch.resource, partition: batch.partition || undefined, page: batch.page };
  return toJsonText({ ...origin, column, reason, record });
}
