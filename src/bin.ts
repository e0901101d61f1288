// The process's entry; no logic. The build puts the shebang before it.
import { main } from './cli/main.ts';
import { runProcess } from './cli/process.ts';

await runProcess(main);
