// `npm run docs`: writes the generated part of the reference anew.
import { readFileSync, writeFileSync } from 'node:fs';
import { REFERENCE, withReference } from './documents.ts';

writeFileSync(REFERENCE, withReference(readFileSync(REFERENCE, 'utf8')));
