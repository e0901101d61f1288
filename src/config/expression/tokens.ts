// The words of an expression: names, numbers, texts and signs.

export interface Token {
  /** `name` for words that are no operator of the grammar's choosing; what `and` means depends on where it stands. */
  readonly kind: 'number' | 'text' | 'name' | 'sign' | 'end';
  /** As it is written; of a text, what it says. */
  readonly text: string;
}

const PATTERN =
  /\s*(?:(?<number>(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)(?![\p{L}\p{N}_$])|(?<name>[\p{L}_$][\p{L}\p{N}_$]*)|'(?<single>(?:[^'\\]|\\.)*)'|"(?<double>(?:[^"\\]|\\.)*)"|(?<sign>===|!==|==|!=|<=|>=|&&|\|\||\?\?|\?\.(?!\d)|[<>!()[\]{},.:?+*/-]))/suy;

const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  b: '\b',
  f: '\f',
  v: '\v',
  '0': '\0',
  '\\': '\\',
  "'": "'",
  '"': '"',
};

/** @throws SyntaxError that shows what cannot be read */
export function tokenize(source: string): Token[] {
  const text = source.trimEnd();
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    PATTERN.lastIndex = at;
    const groups = PATTERN.exec(text)?.groups;
    if (groups === undefined) throw new SyntaxError(`unexpected ${text.slice(at).trimStart().slice(0, 20)}`);
    at = PATTERN.lastIndex;
    const { number, name, sign } = groups;
    if (number !== undefined) tokens.push({ kind: 'number', text: number });
    else if (name !== undefined) tokens.push({ kind: 'name', text: name });
    else if (sign !== undefined) tokens.push({ kind: 'sign', text: sign });
    else tokens.push({ kind: 'text', text: readEscapes(groups.single ?? groups.double ?? '') });
  }
  tokens.push({ kind: 'end', text: 'the end' });
  return tokens;
}

function readEscapes(text: string): string {
  return text.replace(/\\(x[\da-fA-F]{2}|u[\da-fA-F]{4}|.)/gs, (whole, code: string) => {
    if (code.length > 1) return String.fromCharCode(Number.parseInt(code.slice(1), 16));
    const meant = ESCAPES[code];
    // Python keeps such a backslash, JavaScript drops it.
    if (meant === undefined) throw new SyntaxError(`${whole} means different things in different languages`);
    return meant;
  });
}
