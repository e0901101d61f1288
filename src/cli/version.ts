// The version, from the package's own description.
import { readFileSync } from 'node:fs';

/** Looks upwards: the source lies one folder deeper once it is built. */
export function version(): string {
  for (const up of ['../../package.json', '../../../package.json']) {
    try {
      const { name, version } = JSON.parse(readFileSync(new URL(up, import.meta.url), 'utf8'));
      if (name === 'penstock') return version;
    } catch {
      // not there: one folder up
    }
  }
  return 'unknown';
}
