// xml: elements are objects, `@name` an attribute, `#text` a text beside other things, a repeated element a list.
import { createRequire } from 'node:module';
import type { parseXml, XmlElement, XmlText } from '@rgrove/parse-xml';
import { own, setOwn } from '../../core/path.ts';
import { DEEPEST_NESTING } from '../../core/scan-json.ts';
import { Fault } from '../http/verdict.ts';
import type { BodyFormat } from './contract.ts';

// Loaded where an answer is XML: every other run starts without it.
const require = createRequire(import.meta.url);

export const xml: BodyFormat = {
  title: 'XML',
  accept: 'application/xml, text/xml, */*;q=0.1',
  isOpenEnded: false,
  looks: /^\s*<(?!!doctype html|html\b|head\b|body\b)/i,
  charset: (head) => /^\s*<\?xml[^>]*\sencoding\s*=\s*["']([\w.:-]+)["']/.exec(head)?.[1],
  parse(text) {
    const { root } = parseDocument(text);
    return root === null ? undefined : { [root.name]: objectOf(root, 0) };
  },
};

function parseDocument(text: string) {
  const parser: { parseXml: typeof parseXml } = require('@rgrove/parse-xml');
  try {
    return parser.parseXml(text.trimStart());
  } catch (error) {
    if (error instanceof RangeError) throw tooDeep(error);
    // Only its first line: the others quote the text around the fault.
    const [reason] = (error as Error).message.split('\n');
    throw new SyntaxError(reason);
  }
}

/** An element with a text alone is the text, one of nothing is null. */
function objectOf(element: XmlElement, depth: number): unknown {
  if (depth > DEEPEST_NESTING) throw tooDeep();
  const value = {};
  let text = '';
  for (const [name, attribute] of Object.entries(element.attributes)) {
    if (name === 'xsi:nil' && attribute === 'true') return null;
    // Namespaces are of the notation, not of the data.
    if (!/^xmlns(?::|$)/.test(name)) setOwn(value, `@${name}`, attribute);
  }
  for (const child of element.children) {
    if (child.type === 'element') {
      add(value, (child as XmlElement).name, objectOf(child as XmlElement, depth + 1));
    } else if (child.type === 'text' || child.type === 'cdata') {
      text += (child as XmlText).text;
    }
  }
  const isBlank = /^\s*$/.test(text);
  if (Object.keys(value).length === 0) return isBlank ? null : text;
  if (!isBlank) setOwn(value, '#text', text);
  return value;
}

function add(holder: object, name: string, value: unknown): void {
  const known = own(holder, name);
  if (known === undefined) setOwn(holder, name, value);
  else if (Array.isArray(known)) known.push(value);
  else setOwn(holder, name, [known, value]);
}

function tooDeep(cause?: unknown): Fault {
  return new Fault({ kind: 'failed', reason: 'the XML is nested too deep' }, cause);
}
