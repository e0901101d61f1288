// The process's entry; no logic. The build puts the shebang before it.
import './cli/compile-cache.ts';
import { runProcess } from './cli/process.ts';

await runProcess(async (words, io) => (await import('./cli/main.ts')).main(words, io));
