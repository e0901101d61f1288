// Records as a set: order and the order of keys do not count.

/** Texts that are equal for equal sets of records, each as often as it came. */
export function sameRecords(records: readonly unknown[]): string[] {
  return records.map((record) => JSON.stringify(sorted(record))).sort();
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]));
}
