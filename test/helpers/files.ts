// What lies in a directory.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** Every file under a directory by its relative path, with its bytes in base64. */
export function filesOf(directory: string): Record<string, string> {
  const files = readdirSync(directory, { recursive: true, encoding: 'utf8', withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
  return Object.fromEntries(
    files.sort().map((file) => [path.relative(directory, file), readFileSync(file, 'base64')]),
  );
}
