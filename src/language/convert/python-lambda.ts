// Lambdas, out of the lines of a script that they stand in.
import { expressionOfLambda } from '../../config/step.ts';

/**
 * The text of a lambda.
 * @param source the lines that Python gives for it
 * @param key the key of a dict that it stands under, where the lines hold more than one
 * @returns undefined where it cannot be told which of several it is, or there is none
 */
export function lambdaIn(source: string, key: string): string | undefined {
  const lambdas = [...source.matchAll(/(?:["'](\w+)["']\s*:\s*)?(\blambda\b)/g)];
  const named = lambdas.filter(([, name]) => name === key);
  const [only, ...others] = named.length > 0 ? named : lambdas;
  if (only === undefined || others.length > 0) return undefined;
  const text = source.slice(only.index + only[0].length - 'lambda'.length);
  return text
    .slice(0, endOfExpression(text))
    .trim()
    .replace(/\s*\n\s*/g, ' ');
}

/** The lambda of a filter as an expression; undefined where it cannot be written as one. */
export function filterOf(source: string): string | undefined {
  const lambda = lambdaIn(source, 'filter');
  return lambda === undefined ? undefined : expressionOfLambda(lambda);
}

/** Where a lambda ends: at a comma or a bracket that none within it opened. */
function endOfExpression(text: string): number {
  let depth = 0;
  let isInBody = false;
  for (const { 0: piece, index } of text.matchAll(/'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|[()[\]{},:]/g)) {
    if (piece === ':') isInBody = true;
    if ('([{'.includes(piece)) depth += 1;
    if (')]}'.includes(piece)) depth -= 1;
    if (depth < 0 || (piece === ',' && depth === 0 && isInBody)) return index;
  }
  return text.length;
}
