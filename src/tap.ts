// tap-penstock's entry; no logic. The build puts the shebang before it.
import { runProcess } from './cli/process.ts';
import { tap } from './cli/tap/main.ts';

await runProcess(tap);
