// What the readers of dlt's spelling have to say: what is left out, and what is refused.
import type { Problem } from '../core/errors.ts';
import { pathText } from './schema-walk.ts';

export type Path = readonly PropertyKey[];
export type Raw = Record<string, unknown>;

export interface DltReport {
  /** The word has no effect here. */
  leaveOut(says: string, at: Path): void;
  /** The word would change the records, and penstock does not have it. */
  refuse(says: string, at: Path, word?: string): void;
  /** What was left out, that of one reason in one notice. */
  notices(): string[];
}

/** @param problems receives what is refused */
export function dltReport(problems: Problem[]): DltReport {
  const ignored = new Map<string, string[]>();
  return {
    leaveOut: (says, at) => void ignored.set(says, [...(ignored.get(says) ?? []), pathText(at)]),
    refuse: (says, at, word = 'word') =>
      void problems.push({
        path: pathText(at),
        message: `dlt’s ${word}, which penstock does not have: ${says}`,
      }),
    notices: () => [...ignored].map(([says, paths]) => `${paths.join(', ')}: left out, ${says}`),
  };
}

export function isRaw(value: unknown): value is Raw {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function dropNulls(value: Raw): void {
  for (const key of Object.keys(value)) if (value[key] === null) delete value[key];
}
