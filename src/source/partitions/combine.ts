// Several routers give all combinations of their slices.
import type { Partition, Partitions, Slice } from './contract.ts';

/** The whole of a resource that has no partition router. */
const wholeResource: Partition = {
  key: '',
  params: {},
  headers: {},
  body: {},
  pathValues: {},
  recordFields: {},
  values: {},
  parent: undefined,
};

/**
 * Yields every combination, as it is asked for; the last router's slices change fastest.
 * @param routers each opens its slices anew
 */
export async function* combine(
  routers: readonly (() => Partitions)[],
): AsyncGenerator<Partition, void, undefined> {
  const [first, ...others] = routers;
  if (first === undefined) {
    yield wholeResource;
    return;
  }
  for await (const slice of first()) {
    for await (const other of combine(others)) yield join(slice, other);
  }
}

function join(a: Slice, b: Partition): Partition {
  return {
    key: [a.key, b.key].filter((key) => key !== '').join('&'),
    params: { ...a.params, ...b.params },
    headers: { ...a.headers, ...b.headers },
    body: { ...a.body, ...b.body },
    pathValues: { ...a.pathValues, ...b.pathValues },
    recordFields: { ...a.recordFields, ...b.recordFields },
    values: { ...a.values, ...b.values },
    parent: a.parent ?? b.parent,
  };
}
