// The public library.
export { env, secret } from './config/values.ts';
export { definePipeline, type Pipeline } from './run/components.ts';
