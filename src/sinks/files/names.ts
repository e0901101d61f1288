// Names in an export directory: nothing that a server, a pipeline or a manifest says can lead outside of it.
import { createHash } from 'node:crypto';

const RESERVED = /^(?:con|prn|aux|nul|com\d|lpt\d|_rejects|_manifest\.json|_state\.json)(?:\.|$)/i;
const LONGEST = 200;

/** Where the rejected records lie, a folder for each resource. */
export const REJECTS = '_rejects';

/** Files that penstock puts into an export directory beside its manifest. */
export const PART_PATH = /^(?:_rejects\/)?[\w%-][\w%.-]*\/part-\d{5,}\.[\w.-]+$/;

/** A name that is safe on every file system, the same for the same resource, different for different ones. */
export function fileNameOf(name: string): string {
  const encoded = encodeURIComponent(name.toWellFormed())
    .replace(/[!'()*~]/g, hex)
    .replace(/^\.|\.$/g, hex);
  const safe = RESERVED.test(encoded) ? hex(encoded.charAt(0)) + encoded.slice(1) : encoded;
  return shortened(safe, name);
}

/**
 * A folder for each output: the one it has already, else its name. Where two differ only in the case of letters,
 * which some file systems do not tell apart, the later one has its letters encoded.
 * @param known folders of earlier runs by output
 */
export function folderNames(
  names: readonly string[],
  known: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  const folders = new Map(known);
  const taken = new Set([...known.values()].map((folder) => folder.toLowerCase()));
  for (const name of names) {
    if (folders.has(name)) continue;
    const plain = fileNameOf(name);
    const folder = taken.has(plain.toLowerCase()) ? encodedLetters(name) : plain;
    folders.set(name, folder);
    taken.add(folder.toLowerCase());
  }
  return folders;
}

/** `part-00000.csv.gz` */
export function partName(part: number, endings: readonly string[]): string {
  return [`part-${String(part).padStart(5, '0')}`, ...endings].join('.');
}

/** What follows the number in a part's name: `csv.gz`. */
export function partSuffix(name: string): string {
  return /part-\d+\.(.*)$/.exec(name)?.[1] ?? '';
}

/** The number in a part's name; -1 for another name. */
export function partNumber(path: string): number {
  return Number(/part-(\d+)\.[^/]*$/.exec(path)?.[1] ?? -1);
}

function encodedLetters(name: string): string {
  const encoded = [...Buffer.from(name)].map(
    (byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`,
  );
  return shortened(encoded.join(''), name);
}

function shortened(safe: string, name: string): string {
  if (safe.length <= LONGEST) return safe;
  const digest = createHash('sha256').update(name).digest('hex').slice(0, 16);
  return `${safe.slice(0, LONGEST - 17).replace(/%.?$/, '')}-${digest}`;
}

function hex(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
}
