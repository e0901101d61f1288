// Text to syntax tree, by operator precedence, in the spellings of Python and JavaScript.
import { type ExactNumber, toExact } from '../../core/exact-number.ts';
import { excerpt } from '../../core/text.ts';
import type { Arithmetic } from './operators.ts';
import { type Token, tokenize } from './tokens.ts';

export type Node =
  | { readonly kind: 'literal'; readonly value: string | number | bigint | ExactNumber | boolean | null }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'list'; readonly items: readonly Node[] }
  | { readonly kind: 'object' }
  | { readonly kind: 'member'; readonly object: Node; readonly key: Node }
  /** `a if test else b`, or `test ? a : b` */
  | {
      readonly kind: 'choice';
      readonly test: Node;
      readonly chosen: Node;
      readonly otherwise: Node;
      /** By whose truth. */
      readonly isPython: boolean;
    }
  /** `len(x)`, or `object.get(x)` */
  | {
      readonly kind: 'call';
      readonly object: Node | undefined;
      readonly name: string;
      readonly parameters: readonly Node[];
    }
  | { readonly kind: 'unary'; readonly operator: Unary; readonly argument: Node }
  | { readonly kind: 'binary'; readonly operator: Binary; readonly left: Node; readonly right: Node };

export type Unary = '!' | '-' | 'not';
export type Comparison = '==' | '!=' | '<' | '<=' | '>' | '>=' | 'in' | 'not in';
export type Binary = 'or' | '||' | 'and' | '&&' | '??' | Comparison | Arithmetic;

const OR = 1;
const AND = 2;
const NOT = 3;
const COMPARISON = 4;
const SUM = 5;
const PRODUCT = 6;
const SIGN = 7;

const OPERATORS: Readonly<Record<string, readonly [operator: Binary, precedence: number]>> = {
  or: ['or', OR],
  '||': ['||', OR],
  '??': ['??', OR],
  and: ['and', AND],
  '&&': ['&&', AND],
  '==': ['==', COMPARISON],
  '===': ['==', COMPARISON],
  is: ['==', COMPARISON],
  '!=': ['!=', COMPARISON],
  '!==': ['!=', COMPARISON],
  '<': ['<', COMPARISON],
  '<=': ['<=', COMPARISON],
  '>': ['>', COMPARISON],
  '>=': ['>=', COMPARISON],
  in: ['in', COMPARISON],
  '+': ['+', SUM],
  '-': ['-', SUM],
  '*': ['*', PRODUCT],
  '/': ['/', PRODUCT],
};

const WORDS: Readonly<Record<string, boolean | null>> = {
  true: true,
  True: true,
  false: false,
  False: false,
  null: null,
  None: null,
};

/** Far more than anyone writes, and little enough for any stack. */
const MOST_STEPS = 1000;

/**
 * Parses one expression, without its optional `{{ }}`.
 * @throws SyntaxError
 */
export function parse(source: string): Node {
  const inner = /^\s*\{\{(.*)\}\}\s*$/s.exec(source)?.[1] ?? source;
  if (inner.trim() === '') throw new SyntaxError('the expression is empty');
  try {
    return new Parser(tokenize(inner)).parse();
  } catch (error) {
    throw new SyntaxError(
      `cannot read the expression "${excerpt(source, 200)}": ${(error as Error).message}`,
    );
  }
}

class Parser {
  readonly #tokens: readonly Token[];
  #at = 0;
  #steps = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  parse(): Node {
    const node = this.#whole();
    if (this.#next.kind !== 'end')
      throw new SyntaxError(`unexpected ${this.#next.text}; a missing operator?`);
    return node;
  }

  get #next(): Token {
    return this.#tokens[this.#at] ?? { kind: 'end', text: 'the end' };
  }

  /** Takes the next token if it is this sign or word. */
  #take(text: string): boolean {
    const { kind, text: next } = this.#next;
    const isIt = next === text && (kind === 'sign' || kind === 'name');
    if (isIt) this.#at += 1;
    return isIt;
  }

  #expect(text: string): void {
    if (!this.#take(text)) throw new SyntaxError(`expected ${text} before ${this.#next.text}`);
  }

  /** An expression with the choice that binds least of all, in either spelling. */
  #whole(): Node {
    const first = this.#expression(0);
    if (this.#take('?')) {
      const chosen = this.#whole();
      this.#expect(':');
      return this.#made({ kind: 'choice', test: first, chosen, otherwise: this.#whole(), isPython: false });
    }
    if (!this.#take('if')) return first;
    const test = this.#expression(0);
    this.#expect('else');
    return this.#made({ kind: 'choice', test, chosen: first, otherwise: this.#whole(), isPython: true });
  }

  #expression(binding: number): Node {
    this.#count();
    let left = this.#prefix();
    let isComparison = false;
    for (;;) {
      const found = this.#operator(binding);
      if (found === undefined) return left;
      const [operator, precedence] = found;
      if (precedence === COMPARISON && isComparison) {
        throw new SyntaxError(
          'chained comparisons mean different things in different languages; join two with "and"',
        );
      }
      isComparison = precedence === COMPARISON;
      left = this.#made({ kind: 'binary', operator, left, right: this.#expression(precedence) });
    }
  }

  /** Takes the next operator if it binds tighter than what stands before. */
  #operator(binding: number): readonly [Binary, number] | undefined {
    const { kind, text } = this.#next;
    if (kind !== 'sign' && kind !== 'name') return undefined;
    if (text === 'not' && COMPARISON > binding) {
      this.#at += 1;
      this.#expect('in');
      return ['not in', COMPARISON];
    }
    const found = Object.hasOwn(OPERATORS, text) ? OPERATORS[text] : undefined;
    if (found === undefined || found[1] <= binding) return undefined;
    this.#at += 1;
    return text === 'is' && this.#take('not') ? ['!=', COMPARISON] : found;
  }

  #prefix(): Node {
    if (this.#take('not'))
      return this.#made({ kind: 'unary', operator: 'not', argument: this.#expression(NOT) });
    for (const operator of ['!', '-'] as const) {
      if (this.#take(operator))
        return this.#made({ kind: 'unary', operator, argument: this.#expression(SIGN) });
    }
    return this.#properties(this.#operand());
  }

  #operand(): Node {
    const { kind, text } = this.#next;
    this.#at += 1;
    if (kind === 'number') return this.#made({ kind: 'literal', value: numberOf(text) });
    if (kind === 'text') return this.#made({ kind: 'literal', value: text });
    if (kind === 'name' && !Object.hasOwn(OPERATORS, text)) {
      const value = Object.hasOwn(WORDS, text) ? WORDS[text] : undefined;
      return this.#made(value === undefined ? { kind: 'name', name: text } : { kind: 'literal', value });
    }
    if (kind === 'sign' && text === '(') {
      const inner = this.#made(this.#whole());
      this.#expect(')');
      return inner;
    }
    if (kind === 'sign' && text === '[') return this.#made({ kind: 'list', items: this.#list(']') });
    if (kind === 'sign' && text === '{') {
      if (!this.#take('}')) throw new SyntaxError('only the empty object {} can be written here');
      return this.#made({ kind: 'object' });
    }
    throw new SyntaxError(`expected a value before ${text}`);
  }

  #properties(start: Node): Node {
    let node = start;
    for (;;) {
      if (this.#take('.') || this.#take('?.')) {
        const { kind, text } = this.#next;
        if (kind !== 'name') throw new SyntaxError(`expected a name after the dot, not ${text}`);
        this.#at += 1;
        node = this.#take('(')
          ? this.#made({ kind: 'call', object: node, name: text, parameters: this.#list(')') })
          : this.#made({ kind: 'member', object: node, key: { kind: 'literal', value: text } });
      } else if (this.#take('[')) {
        node = this.#made({ kind: 'member', object: node, key: this.#whole() });
        this.#expect(']');
      } else if (this.#take('(')) {
        const name = node.kind === 'name' ? node.name : '';
        node = this.#made({ kind: 'call', object: undefined, name, parameters: this.#list(')') });
      } else {
        return node;
      }
    }
  }

  #list(end: ']' | ')'): Node[] {
    const items: Node[] = [];
    while (!this.#take(end)) {
      if (items.length > 0) this.#expect(',');
      // A comma may also stand at the end.
      if (items.length > 0 && this.#take(end)) break;
      items.push(this.#whole());
    }
    return items;
  }

  #made(node: Node): Node {
    this.#count();
    return node;
  }

  // Counts what is nested as well as what is long.
  #count(): void {
    this.#steps += 1;
    if (this.#steps > MOST_STEPS) throw new SyntaxError('it is too long');
  }
}

function numberOf(text: string): number | bigint | ExactNumber {
  return /^\d+(\.\d+)?([eE][+-]?\d+)?$/.test(text) ? toExact(text.replace(/^0+(?=\d)/, '')) : Number(text);
}
