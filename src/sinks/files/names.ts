// Resource names as names of files: nothing a server or a pipeline says can lead outside the directory.
import { createHash } from 'node:crypto';

const RESERVED = /^(?:con|prn|aux|nul|com\d|lpt\d|_rejects|_manifest\.json)(?:\.|$)/i;
const LONGEST = 200;

/** A name that is safe on every file system, the same for the same resource, different for different ones. */
export function fileNameOf(name: string): string {
  const encoded = encodeURIComponent(name.toWellFormed())
    .replace(/[!'()*~]/g, hex)
    .replace(/^\.|\.$/g, hex);
  const safe = RESERVED.test(encoded) ? hex(encoded.charAt(0)) + encoded.slice(1) : encoded;
  if (safe.length <= LONGEST) return safe;
  const digest = createHash('sha256').update(name).digest('hex').slice(0, 16);
  return `${safe.slice(0, LONGEST - 17).replace(/%.?$/, '')}-${digest}`;
}

function hex(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
}
