// Placeholders in texts: `Token {secrets.token}`, `since {env.SINCE}`, `users/{id}`.
import { didYouMean } from '../core/did-you-mean.ts';
import type { Lookup } from './environment.ts';

export interface PlaceholderText {
  /** The text is part of a request, where an unknown placeholder would be sent as it stands. */
  readonly isSent: boolean;
  /** The text is a path, into which values go percent-encoded. */
  readonly isPath: boolean;
}

interface Names {
  secret(name: string): Lookup;
  variable(name: string): Lookup;
}

const PLACEHOLDER = /\{([^{}]*)\}/g;
const ROOTS = ['secrets', 'env', 'resources', 'incremental'];

const UNSUPPORTED: Readonly<Record<string, string>> = {
  resources:
    'values of a parent resource are not supported yet; a list partition_router reads once for each value it names',
  incremental:
    'incremental reading is not supported yet; write the value, or {env.SINCE} for one from the environment',
};

/**
 * Fills the placeholders of a text.
 * @param report takes what is wrong with each that cannot be filled
 */
export function fillText(
  text: string,
  where: PlaceholderText,
  names: Names,
  report: (fault: string) => void,
): string {
  if (!text.includes('{')) return text;
  if (where.isSent && isDoubled(text)) {
    // In a path a brace would be looked at once more.
    const [open, close] = where.isPath ? ['%7B', '%7D'] : ['{', '}'];
    return text.replaceAll('{{', open).replaceAll('}}', close);
  }
  return text.replace(PLACEHOLDER, (whole, inner: string) => {
    const [, root, name] = /^([A-Za-z_]+)\.(.+)$/.exec(inner) ?? [];
    if (root === undefined || name === undefined) return whole;
    if (root === 'secrets' || root === 'env') {
      const { value, fault } = root === 'secrets' ? names.secret(name) : names.variable(name);
      if (fault !== undefined) report(fault);
      if (value === undefined) return '';
      return where.isPath && root === 'secrets' ? encodeURIComponent(value) : value;
    }
    if (where.isSent && (Object.hasOwn(UNSUPPORTED, root) || looksLikeOne(inner, where)))
      report(faultOf(whole, root));
    return whole;
  });
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
  const reason = Object.hasOwn(UNSUPPORTED, root) ? UNSUPPORTED[root] : undefined;
  if (reason !== undefined) return `nothing fills ${whole}: ${reason}`;
  const known =
    'known are {secrets.<name>} and {env.<NAME>}; double every brace of the text to send it as it stands';
  return `nothing fills ${whole}${didYouMean(root, ROOTS)}; ${known}`;
}
