// Looks over a step's shoulder for what is most likely a slip: a field that no record has, a filter that nothing passes.

import type { JsonRecord } from '../../core/batch.ts';
import { didYouMean } from '../../core/did-you-mean.ts';
import type { Step } from './contract.ts';

export interface Watch {
  /** Called with each record that the step gets. */
  see(record: JsonRecord): void;
  leaveOut(): void;
  /** What is odd about all that came: a notice says that nothing is left. */
  findings(): readonly { readonly kind: 'warning' | 'notice'; readonly message: string }[];
}

/** @param place in the pipeline file, `processing_steps[2].filter` */
export function watch(place: string, { fields }: Step): Watch {
  const unseen = new Set(fields);
  let first: JsonRecord | undefined;
  let came = 0;
  let leftOut = 0;
  return {
    see(record) {
      came += 1;
      first ??= record;
      if (unseen.size === 0) return;
      for (const name of unseen) if (Object.hasOwn(record, name)) unseen.delete(name);
    },
    leaveOut() {
      leftOut += 1;
    },
    findings() {
      if (first === undefined) return [];
      const known = Object.keys(first);
      const missing = [...unseen].map((name) => ({
        kind: 'warning' as const,
        message: `${place}: no record has a field "${name}"${didYouMean(name, known)}`,
      }));
      if (leftOut < came) return missing;
      return [...missing, { kind: 'notice', message: `${place}: left out every record (${came})` }];
    },
  };
}
