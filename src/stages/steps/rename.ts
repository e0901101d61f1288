// rename: gives fields other names, all at once.
import { z } from 'zod';
import { field } from '../../config/step.ts';
import type { JsonRecord } from '../../core/batch.ts';
import { parsePath, setOwn } from '../../core/path.ts';
import { declareStep } from './contract.ts';
import { compileField, compileTree, dropped, firstName, putAt, valueAt } from './fields.ts';

export const rename = declareStep({
  type: 'rename',
  summary:
    'Gives fields other names, all at once, so that two may swap theirs. A field that is not there is no fault; a name that another field has is.',
  options: z.object({
    rename: z
      .record(field(), field())
      .superRefine((names, context) => {
        for (const [path, message] of faultsOf(names))
          context.addIssue({ code: 'custom', path: [path], message });
      })
      .describe('old name: new name; paths (`owner.name`) lift a field up or put it down'),
  }),
  example: { rename: { contactId: 'contact_id', 'owner.name': 'owner_name' } },
  names: () => [],
  create(options) {
    const entries = Object.entries(options.rename).map(([from, to]) => ({
      from: compileField(from),
      to: compileField(to),
    }));
    const treeIn = compileTree(Object.keys(options.rename));
    return {
      fields: Object.keys(options.rename).map(firstName),
      one(record) {
        // A field of the top that stays there keeps its place.
        const inPlace = new Map<string, string>();
        const moved: { names: readonly string[]; value: unknown }[] = [];
        for (const { from, to } of entries) {
          const [source, goal] = [from(record), to(record)];
          const [name = '', ...deeper] = source;
          const value = valueAt(record, source);
          if (value === undefined) continue;
          const [top = '', ...below] = goal;
          if (deeper.length === 0 && below.length === 0) inPlace.set(name, top);
          else moved.push({ names: goal, value });
        }
        const copy = renamed(moved.length === 0 ? record : without(record, inPlace, treeIn(record)), inPlace);
        for (const { names, value } of moved) {
          if (valueAt(copy, names) !== undefined) throw taken(names.join('.'));
          putAt(copy, names, value);
        }
        return copy;
      },
    };
  },
});

function without(
  record: JsonRecord,
  inPlace: ReadonlyMap<string, string>,
  tree: ReturnType<ReturnType<typeof compileTree>>,
): JsonRecord {
  return dropped(record, new Map([...tree].filter(([name]) => !inPlace.has(name))));
}

function renamed(record: JsonRecord, names: ReadonlyMap<string, string>): JsonRecord {
  const copy: JsonRecord = {};
  for (const key of Object.keys(record)) {
    const name = names.get(key) ?? key;
    if (Object.hasOwn(copy, name)) throw taken(name);
    setOwn(copy, name, record[key]);
  }
  return copy;
}

function taken(name: string): TypeError {
  return new TypeError(`the record has a field "${name}" already; drop or rename that one, too`);
}

function* faultsOf(names: Readonly<Record<string, string>>): Generator<[path: string, message: string]> {
  const entries = Object.entries(names);
  const text = (path: string) => JSON.stringify(parsePath(path)?.map(String) ?? [path]).slice(1, -1);
  for (const [i, [from, to]] of entries.entries()) {
    for (const [otherFrom, otherTo] of entries.slice(0, i)) {
      const [one, other] = [text(from), text(otherFrom)];
      if (text(to) === text(otherTo)) yield [from, `becomes "${to}", as "${otherFrom}" does`];
      if (one === other || one.startsWith(`${other},`) || other.startsWith(`${one},`))
        yield [from, `lies in "${otherFrom}", or holds it, which has another new name`];
    }
  }
}
