// penstock demo: the bundled CRM API and both pipelines, from an installed package too.
import type { Io } from '../io.ts';

export async function demoCommand(out: string, io: Io): Promise<number> {
  const { runDemo } = await import('../../../fixtures/demo.ts');
  return runDemo(out, io);
}
