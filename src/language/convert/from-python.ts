// Objects of Python in a dlt config, as the line of python-line.ts prints them, to what they say in words.

import { pathText } from '../../config/schema-walk.ts';
import { own } from '../../core/path.ts';
import { oneLine } from '../../core/text.ts';
import { isLoose, type Loose, type Remark } from './carried.ts';
import { lambdaIn } from './python-lambda.ts';
import { inWords } from './python-parts.ts';

type Path = readonly (string | number)[];
/** Lists whose entries do something. */
const LISTS = ['processing_steps', 'response_actions'];

/** Copies a config with its Python objects in words; those that have none are left out, each with a remark. */
export function fromPython(config: unknown, missing: Remark[]): unknown {
  const LEFT_OUT = Symbol('left out');

  const copy = (value: unknown, path: Path): unknown => {
    if (Array.isArray(value)) {
      return value.map((one, at) => copy(one, [...path, at])).filter((one) => one !== LEFT_OUT);
    }
    if (!isLoose(value)) return value;
    const name = own(value, '@python');
    if (typeof name === 'string') {
      const said = inWords(name, value, path);
      if (said !== undefined) return said;
      missing.push({ path: pathText(path), message: remarkOn(name, value, path) });
      return LEFT_OUT;
    }
    const entries = Object.entries(value).map(([key, inner]) => [key, copy(inner, [...path, key])] as const);
    const isEmptied = (key: string, inner: unknown) =>
      LISTS.includes(key) && Array.isArray(inner) && inner.length === 0;
    const kept = entries.filter(([key, inner]) => inner !== LEFT_OUT && !isEmptied(key, inner));
    // A step or an action without its function does nothing, and would be taken for one that does.
    const isLost = kept.length < entries.length && LISTS.includes(String(path.at(-2)));
    return isLost ? LEFT_OUT : Object.fromEntries(kept);
  };
  return copy(config, []);
}

function remarkOn(name: string, value: Loose, path: Path): string {
  const written = String(own(value, '@source') ?? '');
  // The lambda alone: beside it the line may hold anything.
  const isLambda = name === '<lambda>';
  const told = isLambda
    ? (lambdaIn(written, String(path.at(-1))) ?? '')
    : written.trim().replace(/\s+/g, ' ');
  const source = oneLine(told).slice(0, 300);
  if (path.length === 2 && path[0] === 'resources') {
    return `a resource that Python makes (${name}); write it as an endpoint, or join its records behind penstock`;
  }
  const last = path.at(-1);
  if (last === 'auth')
    return `an auth of Python’s own, ${name}; see client.auth in the reference for what there is`;
  if (last === 'paginator')
    return `a paginator of Python’s own, ${name}; see the reference for what there is`;
  if (last === 'columns')
    return `columns by a class of Python, ${name}; penstock infer prints them from the records`;
  return `Python, to be written anew: ${source === '' ? (isLambda ? 'a lambda' : name) : source}`;
}
