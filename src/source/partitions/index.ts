// The registry of partition routers: a new one is a file beside this one and a line here.
import { list } from './list.ts';
import { parent } from './parent.ts';

export const partitionRouters = [list, parent] as const;
