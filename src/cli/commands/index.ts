// The commands, in the order in which the help lists them; a new one is a file beside this one and a line here.
import type { CommandDeclaration } from '../command.ts';
import { check } from './check.ts';
import { commit } from './commit.ts';
import { completion } from './completion.ts';
import { convert } from './convert.ts';
import { demo } from './demo.ts';
import { explain } from './explain.ts';
import { infer } from './infer.ts';
import { init } from './init.ts';
import { list } from './list.ts';
import { plan } from './plan.ts';
import { preview } from './preview.ts';
import { run } from './run.ts';
import { schema } from './schema.ts';
import { state } from './state.ts';

export const commands: readonly CommandDeclaration[] = [
  run,
  check,
  list,
  explain,
  schema,
  preview,
  infer,
  state,
  plan,
  commit,
  init,
  convert,
  demo,
  completion,
];
