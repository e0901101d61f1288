// Several routers give all combinations of their slices.
import type { Partition } from './contract.ts';

/** The whole of a resource that has no partition router. */
const wholeResource: Partition = {
  key: '',
  params: {},
  headers: {},
  body: {},
  pathValues: {},
  recordFields: {},
};

/** Yields every combination; the last router's slices change fastest. */
export function* combine(routers: readonly Iterable<Partition>[]): Generator<Partition> {
  const [first, ...others] = routers;
  if (first === undefined) {
    yield wholeResource;
    return;
  }
  for (const partition of first) {
    for (const other of combine(others)) yield join(partition, other);
  }
}

function join(a: Partition, b: Partition): Partition {
  return {
    key: [a.key, b.key].filter((key) => key !== '').join('&'),
    params: { ...a.params, ...b.params },
    headers: { ...a.headers, ...b.headers },
    body: { ...a.body, ...b.body },
    pathValues: { ...a.pathValues, ...b.pathValues },
    recordFields: { ...a.recordFields, ...b.recordFields },
  };
}
