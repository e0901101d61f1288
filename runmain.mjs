import { main } from './dist/src/cli/main.js';
process.exitCode = await main(process.argv.slice(2), { stdout: process.stdout, stderr: process.stderr, environment: process.env, signal: new AbortController().signal });
