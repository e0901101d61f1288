// Side by side, yet in one order: takes one item from each of a few sources in turn.

/**
 * Runs a bounded number of sources at once and yields their items round robin, so that the order depends on
 * the sources alone, not on which was faster. When one ends, the next waiting source takes its place; none is asked for
 * before its turn.
 * @param isAhead whether each source is asked for its next item as soon as the last one was taken, not in its turn
 */
export async function* interleave<T>(
  sources: AsyncIterable<AsyncGenerator<T, void, undefined>>,
  width: number,
  isAhead = false,
): AsyncGenerator<T, void, undefined> {
  const waiting = sources[Symbol.asyncIterator]();
  const active: { source: AsyncGenerator<T, void, undefined>; pending?: Promise<IteratorResult<T, void>> }[] =
    [];
  const admit = async (): Promise<boolean> => {
    const next = await waiting.next();
    if (next.done === true) return false;
    active.push({ source: next.value, pending: started(next.value) });
    return true;
  };
  try {
    while (active.length < width && (await admit()));
    while (active.length > 0) {
      const turn = active.shift();
      if (turn === undefined) return;
      const result = await (turn.pending ?? turn.source.next());
      if (result.done === true) {
        await admit();
        continue;
      }
      // Only first items are always asked for ahead of their turn.
      const { source } = turn;
      const waiter: (typeof active)[number] = { source };
      active.push(waiter);
      yield result.value;
      if (isAhead) waiter.pending = started(source);
    }
  } finally {
    await Promise.allSettled([...active.map(({ source }) => source.return()), waiting.return?.()]);
  }
}

// A rejection waits for its turn; without a handler Node would end the process first.
function started<T>(source: AsyncGenerator<T, void, undefined>): Promise<IteratorResult<T, void>> {
  const pending = source.next();
  pending.catch(() => {});
  return pending;
}
