// A pipeline file with its comments, in TypeScript or YAML; in JSON without them.
import { mask } from '../../core/mask.ts';
import { escapeControls, oneLine } from '../../core/text.ts';
import type { Language } from '../../language/convert/languages.ts';
import { keyText, lineOf, literal } from '../../language/convert/print.ts';
import { dataOf, type Entry } from './entries.ts';

/** @param head lines above everything */
export function printDraft(entries: readonly Entry[], language: Language, head: readonly string[]): string {
  const comments = head.map((line) => comment(line, language));
  if (language === 'json') return escapeControls(`${literal(dataOf(entries), { language, path: [] })}\n`);
  if (language === 'yaml') return escapeControls(`${[...comments, ...yaml(entries, '')].join('\n')}\n`);
  const body = typescript(entries, '  ');
  const names = ['definePipeline', ...(body.some((line) => line.includes("secret('")) ? ['secret'] : [])];
  const lines = [
    ...comments,
    `import { ${names.join(', ')} } from 'penstock';`,
    '',
    'export default definePipeline({',
    ...body,
    '});',
  ];
  return escapeControls(`${lines.join('\n')}\n`);
}

// What the API says may hold a secret; what the pipeline says is the person's own, and would break.
function comment(text: string, language: Language): string {
  return `${language === 'ts' ? '//' : '#'} ${mask(oneLine(text))}`.trimEnd();
}

function typescript(entries: readonly Entry[], pad: string): string[] {
  return entries.flatMap((one) => {
    const key = keyText(one.key, 'ts');
    const [open, close] = one.isList ? ['[', ']'] : ['{', '}'];
    const inner =
      one.entries === undefined
        ? []
        : one.isList
          ? ['  {', ...typescript(one.entries, '    '), '  },']
          : typescript(one.entries, '  ');
    const lines =
      one.entries === undefined
        ? [`${key}: ${lineOf(one.value, 'ts')},${noteOf(one, 'ts')}`]
        : [`${key}: ${open}`, ...inner, `${close},`];
    return withComments(one, lines, pad, 'ts');
  });
}

function yaml(entries: readonly Entry[], pad: string): string[] {
  return entries.flatMap((one) => {
    const key = /^[A-Za-z_][\w-]*$/.test(one.key) ? one.key : JSON.stringify(one.key);
    const inner = one.entries === undefined ? [] : yaml(one.entries, one.isList ? '    ' : '  ');
    const listed = one.isList ? [inner[0]?.replace(/^ {4}/, '  - ') ?? '', ...inner.slice(1)] : inner;
    const lines =
      one.entries === undefined
        ? [`${key}: ${lineOf(one.value, 'json')}${noteOf(one, 'yaml')}`]
        : [`${key}:`, ...listed];
    return withComments(one, lines, pad, 'yaml');
  });
}

function noteOf({ note }: Entry, language: Language): string {
  return note === undefined || note === '' ? '' : ` ${comment(note, language)}`;
}

function withComments(
  { comments = [], isOff = false }: Entry,
  lines: readonly string[],
  pad: string,
  language: Language,
): string[] {
  const mark = language === 'ts' ? '// ' : '# ';
  return [
    ...comments.map((text) => pad + comment(text, language)),
    ...lines.map((line) => `${pad}${isOff ? mark : ''}${line}`),
  ];
}
