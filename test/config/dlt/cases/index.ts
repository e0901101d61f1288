// All configs.
import type { DltCase } from '../case.ts';
import { auth } from './auth.ts';
import { counted } from './counted.ts';
import { endpoints } from './endpoints.ts';
import { incremental } from './incremental.ts';
import { linked } from './linked.ts';
import { merging } from './merging.ts';
import { parents } from './parents.ts';
import { resources } from './resources.ts';
import { steps } from './steps.ts';

export const cases: readonly DltCase[] = [
  ...auth,
  ...counted,
  ...linked,
  ...endpoints,
  ...resources,
  ...incremental,
  ...steps,
  ...parents,
  ...merging,
];
