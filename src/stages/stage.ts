// The one bridge from a plain function of batches to a Highland stage.

/** Stage logic: testable without any stream; what it remembers lives in its closure. */
export type Stage<In, Out> = (batch: In) => Out;

/**
 * Wraps a stage for `.through()`. What the stage throws becomes the stream's error.
 */
export function through<In, Out>(
  stage: Stage<In, Out>,
): (stream: Highland.Stream<In>) => Highland.Stream<Out> {
  return (stream) => stream.map(stage);
}
