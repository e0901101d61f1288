// An apostrophe before texts that a spreadsheet would run as formulas, in a way that can be taken back.

// Also the full-width forms, which some spreadsheets take for the plain ones.
const FORMULA = /^'*[=+\-@\t\r\n\uff0b\uff0d\uff1d\uff20]/;
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

// Apostrophes before a formula's sign count too: else a text that has one already could not be told from a guarded one.
function isFormula(text: string): boolean {
  return FORMULA.test(text) && !isNumber(text);
}

/** Whether a text is a number to whoever reads it. */
export function isNumber(text: string): boolean {
  return NUMBER.test(text);
}

/** Numbers stay as they are, negative ones too. */
export function guard(text: string): string {
  return isFormula(text) ? `'${text}` : text;
}

/** The text that `guard` made this of. */
export function unguard(text: string): string {
  return text.startsWith("'") && isFormula(text.slice(1)) ? text.slice(1) : text;
}
