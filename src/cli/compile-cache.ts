// Compiled code is kept for the next start, where Node can do that (22.1 and later) and the user has not said otherwise.
import module from 'node:module';

const { enableCompileCache } = module as { enableCompileCache?: () => unknown };
enableCompileCache?.();
