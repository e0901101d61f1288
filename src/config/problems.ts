// Validation issues as one line each: the path in the file, what was expected, what stands there.
import type { z } from 'zod';
import { didYouMean } from '../core/did-you-mean.ts';
import type { Problem } from '../core/errors.ts';
import { show } from '../core/text.ts';
import type { MergedPipeline } from './merge-defaults.ts';
import { discriminatorValues, knownKeys, pathText, valueAt } from './schema-walk.ts';

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

/**
 * Turns zod's issues into problems, each said once, where its value was written.
 * @param schema what was validated against, for suggestions
 * @param merged what was validated, for "got …", and where its values come from
 */
export function problemsOf(issues: readonly Issue[], schema: z.ZodType, merged: MergedPipeline): Problem[] {
  const problems = issues.flatMap((issue) => {
    const bareName = merged.bareNameAt(issue.path.slice(0, -1));
    if (bareName === undefined) return problemsOfIssue(issue, schema, merged, []);
    const path = pathText(merged.locate(issue.path.slice(0, -1)));
    return [{ path, message: `"${bareName}" alone does not do: ${String(issue.path.at(-1))} is needed` }];
  });
  const byText = new Map(problems.map((problem) => [`${problem.path}: ${problem.message}`, problem]));
  return [...byText.values()];
}

function problemsOfIssue(issue: Issue, schema: z.ZodType, merged: MergedPipeline, prefix: Path): Problem[] {
  const input = merged.pipeline;
  const path = [...prefix, ...issue.path];
  const value = valueAt(input, path);
  const at = pathText(merged.locate(path));
  switch (issue.code) {
    case 'unrecognized_keys': {
      const known = knownKeys(schema, path, input);
      return issue.keys.map((key) => ({
        path: pathText(merged.locate([...path, key])),
        message: `unknown key${didYouMean(key, known)}`,
      }));
    }
    case 'invalid_key':
      return issue.issues.flatMap((one) =>
        problemsOfIssue({ ...one, path: [] } as Issue, schema, merged, path),
      );
    case 'invalid_union':
      return problemsOfUnion(issue, schema, merged, path);
    case 'invalid_value': {
      const allowed = issue.values.map(String);
      const suggestion = typeof value === 'string' ? didYouMean(value, allowed) : '';
      return [{ path: at, message: `expected ${listed(allowed)}, got ${show(value)}${suggestion}` }];
    }
    case 'invalid_type':
      return [{ path: at, message: `expected ${articled(issue.expected)}, got ${show(value)}` }];
    case 'too_small':
    case 'too_big':
    case 'invalid_format':
      return [{ path: at, message: `expected ${boundText(issue)}, got ${show(value)}` }];
    case 'custom': {
      const got = value === undefined || typeof value === 'object' ? '' : `, got ${show(value)}`;
      return [{ path: at, message: issue.message + (/^expected/.test(issue.message) ? got : '') }];
    }
    default:
      return [{ path: at, message: issue.message }];
  }
}

function problemsOfUnion(
  issue: Extract<Issue, { code: 'invalid_union' }>,
  schema: z.ZodType,
  merged: MergedPipeline,
  path: Path,
): Problem[] {
  const input = merged.pipeline;
  const value = valueAt(input, path);
  const at = pathText(merged.locate(path));
  const discriminator = 'discriminator' in issue ? issue.discriminator : undefined;
  if (discriminator !== undefined && issue.errors.length === 0) {
    // The path of such an issue ends in the discriminator itself.
    const known = discriminatorValues(schema, path.slice(0, -1), input, String(discriminator));
    const suggestion = typeof value === 'string' ? didYouMean(value, known) : '';
    const got = value === undefined ? 'missing' : `unknown kind ${show(value)}${suggestion}`;
    return [{ path: at, message: `${got}; known: ${known.join(', ')}` }];
  }
  // The branches that fit the outer shape say what is wrong inside; the others only say "not a string".
  const inside = issue.errors.filter((branch) => !branch.some((one) => isShapeMismatch(one, value)));
  const [best] = inside.sort((a, b) => a.length - b.length);
  if (best !== undefined) {
    const found = best.flatMap((one) => problemsOfIssue(one, schema, merged, path));
    const isWord = best.every((one) => one.code === 'invalid_value' && one.path.length === 0);
    const other = inside
      .flat()
      .find((one) => one.code === 'custom' && /^expected a function/.test(one.message));
    if (!isWord || other === undefined) return found;
    return found.map((one) => ({ ...one, message: `${one.message}; or ${expectation(other)}` }));
  }
  const wanted = issue.errors.flatMap((branch) => branch.filter(hasWords).map((one) => expectation(one)));
  return [{ path: at, message: `expected ${[...new Set(wanted)].join(' or ')}, got ${show(value)}` }];
}

function isShapeMismatch(issue: Issue, value: unknown): boolean {
  if (issue.path.length > 0) return false;
  if (issue.code === 'invalid_type' || !hasWords(issue)) return true;
  return issue.code === 'invalid_value' && typeof value === 'object';
}

// Numbers of many digits are told by their class, which nobody can write.
function hasWords(issue: Issue): boolean {
  return issue.code !== 'custom' || issue.message !== 'Invalid input';
}

function expectation(issue: Issue): string {
  if (issue.code === 'invalid_type') return articled(issue.expected);
  if (issue.code === 'invalid_value') return listed(issue.values.map(String));
  return issue.message.replace(/^expected /, '');
}

function boundText(issue: Issue): string {
  if (issue.code === 'too_small') {
    if (issue.origin === 'string') return 'a text that is not empty';
    if (issue.origin === 'array' || issue.origin === 'set')
      return `at least ${Number(issue.minimum) === 1 ? 'one entry' : `${issue.minimum} entries`}`;
    if (issue.minimum === 0 && issue.inclusive === false) return 'a positive number';
    return `a number of at least ${issue.minimum}`;
  }
  if (issue.code === 'too_big') return `at most ${issue.maximum}`;
  return issue.code === 'invalid_format' ? `a whole number` : issue.message;
}

function articled(type: string): string {
  const names: Record<string, string> = {
    int: 'a whole number',
    object: 'an object',
    record: 'an object',
    array: 'a list',
    string: 'a text',
    boolean: 'true or false',
    bigint: 'a number',
    null: 'null',
    never: 'nothing',
  };
  return names[type] ?? `a ${type}`;
}

function listed(words: readonly string[]): string {
  const quoted = words.map((word) => `"${word}"`);
  return quoted.length === 1 ? String(quoted[0]) : `one of ${quoted.join(', ')}`;
}
