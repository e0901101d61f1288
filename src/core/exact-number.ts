// Numbers whose digits a double cannot hold: long integers are BigInt, all others this.

/**
 * A decimal number in its source spelling. It prints every digit, and counts as the nearest double:
 * `String(number)` is exact, `Number(number)` is not.
 */
export class ExactNumber {
  readonly #digits: string;

  /** @param digits a number as JSON spells it */
  constructor(digits: string) {
    this.#digits = digits;
  }

  toString(): string {
    return this.#digits;
  }

  valueOf(): number {
    return Number(this.#digits);
  }

  /** @throws TypeError as a BigInt does, where the engine has no way to write every digit */
  toJSON(): unknown {
    if (rawJson === undefined) throw new TypeError('this number needs the serialiser that keeps its digits');
    return rawJson(this.#digits);
  }
}

// Node 22 and later.
const { rawJSON: rawJson } = JSON as { rawJSON?: (digits: string) => unknown };

/** A number as JSON spells it: a plain one where that is as good, else one that keeps its digits. */
export function toExact(digits: string): number | bigint | ExactNumber {
  const number = Number(digits);
  if (/^-?\d+$/.test(digits)) return Number.isSafeInteger(number) ? number : BigInt(digits);
  return significant(digits) === significant(String(number)) ? number : new ExactNumber(digits);
}

/** Whether a value is a number of any kind. */
export function isNumeric(value: unknown): value is number | bigint | ExactNumber {
  return typeof value === 'number' || typeof value === 'bigint' || value instanceof ExactNumber;
}

/** The same text for all spellings of a number: `1.50`, `15e-1`. */
function significant(number: string): string {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(number) ?? [];
  const digits = (whole + fraction).replace(/^0+/, '');
  const kept = digits.replace(/0+$/, '');
  return `${sign}${kept}e${Number(exponent) - fraction.length + digits.length - kept.length}`;
}
