// penstock demo: the bundled CRM API and both pipelines, from an installed package too.
import type { Io } from '../io.ts';

/** @param penstock the command line itself, which the demo runs as a user would */
export async function demoCommand(
  out: string,
  io: Io,
  penstock: (words: readonly string[], io: Io) => Promise<number>,
): Promise<number> {
  const { runDemo } = await import('../../../fixtures/demo.ts');
  return runDemo(out, io, penstock);
}
