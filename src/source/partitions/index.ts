// The registry of partition routers: a new one is a file beside this one and a line here.
import { list } from './list.ts';

export const partitionRouters = [list] as const;
