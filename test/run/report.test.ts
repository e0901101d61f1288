// The exit code that follows from what became of the resources, and what is put in place.
import { describe, expect, test } from 'vitest';
import { AuthError, SourceError } from '../../src/core/errors.ts';
import {
  exitCodeOf,
  isPublished,
  outcomeOf,
  type ResourceReport,
  type ResourceStatus,
} from '../../src/run/report.ts';
import { chainOf } from '../../src/stages/index.ts';
import { resourcePlan } from '../helpers/plans.ts';

const { counts } = chainOf(resourcePlan(), () => {});

function resource(status: ResourceStatus, error?: AuthError | SourceError): ResourceReport {
  const own = { pages: 1, retries: 0, records: 1, kept: 0, rejects: 0, ignored: 0, skipped: 0, seconds: 0 };
  return { name: 'things', status, ...own, ...counts, ...(error === undefined ? {} : { error }) };
}

const refused = resource('failed', new AuthError('no'));
const broken = resource('failed', new SourceError('no'));

describe('the exit code', () => {
  test.each<[string, ResourceReport[], number]>([
    ['all complete', [resource('complete'), resource('complete')], 0],
    ['limited is well', [resource('limited'), resource('complete')], 0],
    ['no resource at all', [], 0],
    ['one of two failed', [resource('complete'), refused], 6],
    ['too many rejects', [resource('partial')], 6],
    ['too many rejects beside a failure', [broken, resource('partial')], 6],
    ['all failed: the first failure', [refused, broken], 3],
    ['all failed, in the other order', [broken, refused], 4],
    ['stopped without an error of its own', [resource('stopped'), broken], 4],
    ['stopped, and nobody knows why', [resource('stopped')], 1],
  ])('%s', (_name, resources, code) => expect(exitCodeOf(resources)).toBe(code));
});

test.each<[ResourceStatus, boolean, boolean]>([
  ['complete', true, true],
  ['limited', true, false],
  ['partial', true, true],
  ['failed', false, true],
  ['stopped', false, true],
])('%s: published %s, a whole snapshot %s', (status, isIn, isComplete) => {
  expect(isPublished(resource(status))).toBe(isIn);
  expect(outcomeOf(resource(status))).toMatchObject({ name: 'things', records: 1, isComplete });
});
