// `npm run docs`: writes the README's reference part anew.
import { readFileSync, writeFileSync } from 'node:fs';
import { README, withReference } from './readme.ts';

writeFileSync(README, withReference(readFileSync(README, 'utf8')));
