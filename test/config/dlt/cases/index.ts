// All configs.
import type { DltCase } from '../case.ts';
import { auth } from './auth.ts';
import { counted } from './counted.ts';
import { endpoints } from './endpoints.ts';
import { linked } from './linked.ts';
import { resources } from './resources.ts';

export const cases: readonly DltCase[] = [...auth, ...counted, ...linked, ...endpoints, ...resources];
