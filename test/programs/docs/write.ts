// `npm run docs`: writes what follows from the declarations anew: the type of a pipeline, the
// reference, and the README's exit codes.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { README, REFERENCE, withExitCodes, withReference } from './documents.ts';
import { PIPELINE_TYPE, pipelineType } from './pipeline-type.ts';

writeFileSync(REFERENCE, withReference(readFileSync(REFERENCE, 'utf8')));
writeFileSync(README, withExitCodes(readFileSync(README, 'utf8')));
writeFileSync(PIPELINE_TYPE, pipelineType());
execFileSync('npx', ['biome', 'format', '--write', PIPELINE_TYPE], { stdio: 'ignore' });
