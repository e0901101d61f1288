// Values inside a body of text: each where the text holds its name in braces, escaped as the content type asks.
import { ExactNumber } from '../core/exact-number.ts';
import { toJsonText } from '../core/json.ts';
import { own } from '../core/path.ts';

type Headers = Readonly<Record<string, unknown>> | undefined;

/**
 * The content type that a request will have.
 * @param layers the later goes before the earlier
 */
export function contentTypeOf(...layers: readonly Headers[]): string {
  const entries = layers.flatMap((layer) => Object.entries(layer ?? {}));
  const [, type = ''] = entries.findLast(([name]) => name.toLowerCase() === 'content-type') ?? [];
  return String(type ?? '').toLowerCase();
}

/**
 * How a value is written inside a text of a content type: XML, JSON (between the quotes that the text has) and forms
 * are escaped; any other text, such as SQL, takes it as it is.
 */
export function escapeFor(contentType: string): (value: unknown) => string {
  const escaped = escapeOfText(contentType);
  const isJson = contentType.includes('json');
  return (value) => {
    if (value === null || value === undefined) return '';
    const isNested = typeof value === 'object' && !(value instanceof ExactNumber);
    if (isNested) return isJson ? toJsonText(value) : escaped(toJsonText(value));
    return escaped(String(value));
  };
}

/**
 * Fills a text.
 * @param places the names whose braces are filled; one without a value, as a cursor's on the first page, becomes nothing
 */
export function fillTextBody(
  text: string,
  places: readonly string[],
  values: Readonly<Record<string, unknown>>,
  contentType: string,
): string {
  if (places.length === 0) return text;
  const escaped = escapeFor(contentType);
  return text.replace(/\{([^{}]*)\}/g, (whole, name: string) =>
    places.includes(name) ? escaped(own(values, name)) : whole,
  );
}

const XML: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

function escapeOfText(contentType: string): (text: string) => string {
  if (contentType.includes('xml')) return (text) => text.replace(/[&<>"']/g, (sign) => XML[sign] ?? sign);
  if (contentType.includes('json')) return (text) => JSON.stringify(text).slice(1, -1);
  if (contentType.includes('x-www-form-urlencoded')) return (text) => encodeURIComponent(text.toWellFormed());
  return (text) => text;
}
