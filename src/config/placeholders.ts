// Placeholders in texts: `Token {secrets.token}`, `since {env.SINCE}`, `users/{id}`.
import { didYouMean } from '../core/did-you-mean.ts';
import type { Lookup } from './environment.ts';
import { joinParts, parseReference, type Template, type TemplateReference } from './template.ts';

export interface PlaceholderText {
  /** The text is part of a request, where an unknown placeholder would be sent as it stands. */
  readonly isSent: boolean;
  /** The text is a path, into which values go percent-encoded. */
  readonly isPath: boolean;
  /** The text is of an endpoint, where values of a parent and of the last run can stand. */
  readonly isOfEndpoint: boolean;
}

interface Names {
  secret(name: string): Lookup;
  variable(name: string): Lookup;
}

const PLACEHOLDER = /\{([^{}]*)\}/g;
const ROOTS = ['secrets', 'env', 'resources', 'incremental'];

/**
 * Fills the placeholders of a text.
 * @param report takes what is wrong with each that cannot be filled
 * @returns a template where some are filled partition by partition; but a path stays a text, for its parameters are
 *   not known yet
 */
export function fillText(
  text: string,
  where: PlaceholderText,
  names: Names,
  report: (fault: string) => void,
): string | Template {
  if (!text.includes('{')) return text;
  if (where.isSent && isDoubled(text)) {
    // In a path a brace would be looked at once more.
    const [open, close] = where.isPath ? ['%7B', '%7D'] : ['{', '}'];
    return text.replaceAll('{{', open).replaceAll('}}', close);
  }
  const fill = (whole: string, inner: string): string | TemplateReference => {
    const [, root, name] = /^([A-Za-z_]+)\.(.+)$/.exec(inner) ?? [];
    if (root === undefined || name === undefined) return whole;
    if (root === 'secrets' || root === 'env') {
      const { value, fault } = root === 'secrets' ? names.secret(name) : names.variable(name);
      if (fault !== undefined) report(fault);
      if (value === undefined) return '';
      return where.isPath && root === 'secrets' ? encodeURIComponent(value) : value;
    }
    if (!where.isSent) return whole;
    const reference = parseReference(inner);
    if (reference !== undefined && where.isOfEndpoint) return where.isPath ? whole : reference;
    if (reference !== undefined)
      report(`nothing fills ${whole} here: it stands in a resource’s endpoint alone`);
    else if (looksLikeOne(inner, where)) report(faultOf(whole, root));
    return whole;
  };
  return joinParts(
    // The texts of an odd place stood in braces.
    text.split(PLACEHOLDER).map((part, index) => (index % 2 === 0 ? part : fill(`{${part}}`, part))),
  );
}

/** dlt doubles each brace of a text that it would otherwise read as a template. */
function isDoubled(text: string): boolean {
  return /\{\{.*\}\}/s.test(text) && !/[{}]/.test(text.replace(/\{\{|\}\}/g, ''));
}

// In a path every `{name}` is one, which is looked at where its parameters are known.
function looksLikeOne(inner: string, { isPath }: PlaceholderText): boolean {
  return !isPath && /^[A-Za-z_]\w*(\.[\w-]+|\[[^\]]*\])+$/.test(inner);
}

function faultOf(whole: string, root: string): string {
  const known =
    'known are {secrets.<name>}, {env.<NAME>}, {resources.<parent>.<field>} and {incremental.<word>}; double every brace of the text to send it as it stands';
  return `nothing fills ${whole}${didYouMean(root, ROOTS)}; ${known}`;
}
