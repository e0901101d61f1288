// Keeps rotated refresh tokens: private to the user, written whole, one process at a time.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, StateError } from '../../../core/errors.ts';
import { makeDirectory } from '../../../core/files/directories.ts';
import { acquireLock, LockedError } from '../../../core/files/lock.ts';
import { refuseOtherThanFile, writeWholeFile } from '../../../core/files/whole-file.ts';
import { latestSecrets } from '../../../core/mask.ts';
import { own } from '../../../core/path.ts';
import type { Tokens } from './token-request.ts';

// Another run's exchange may need all its retries.
const LONGEST_WAIT_SECONDS = 120;

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** The grant whose refresh tokens are kept. */
export interface Grant {
  readonly tokenUrl: string;
  readonly clientId: string;
  /** The refresh token of the pipeline; a new one there replaces what was stored under the old. */
  readonly refreshToken: string;
}

/**
 * Opens the store of one grant.
 * @param signal ends a wait for another process
 */
export function openTokenStore(directory: string, grant: Grant, signal: AbortSignal | undefined) {
  const { tokenUrl, clientId, refreshToken: configured } = grant;
  const name = sha256(`${tokenUrl}\n${clientId}\n${configured}`).slice(0, 32);
  const file = path.join(directory, 'tokens', `${name}.json`);
  const registerLatest = latestSecrets();
  return {
    /**
     * Runs one token exchange alone among all processes, from the newest refresh token there is.
     * A rotated token is on disk before the new access token is given out.
     * @throws StateError when another process keeps the lock, or the file cannot be read or written
     */
    async rotate(exchange: (refreshToken: string) => Promise<Tokens>): Promise<Tokens> {
      const release = await lock(file, signal);
      try {
        const stored = await read(file);
        if (stored !== undefined) registerLatest(stored);
        const tokens = await exchange(stored ?? configured);
        if (tokens.refreshToken !== undefined) {
          registerLatest(tokens.refreshToken);
          await write(file, tokens.refreshToken);
        }
        return tokens;
      } finally {
        await release();
      }
    },
  };
}

// A token that never rotates needs no place of its own: where nothing can be written, nothing has to be kept apart.
async function lock(file: string, signal: AbortSignal | undefined): Promise<() => Promise<void>> {
  try {
    await makeDirectory(path.dirname(file), { mode: 0o700 });
    const held = await acquireLock(`${file}.lock`, { waitSeconds: LONGEST_WAIT_SECONDS, signal });
    return () => held.release();
  } catch (error) {
    signal?.throwIfAborted();
    if (!(error instanceof LockedError) && isUnwritable(error)) return async () => {};
    throw new StateError(`cannot lock the stored refresh token ${file}: ${describe(error)}`, {
      cause: error,
      hint: 'another run is renewing it; end that one, or set PENSTOCK_STATE_DIR to another directory',
    });
  }
}

function isUnwritable(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  return ['EACCES', 'EPERM', 'EROFS', 'ENOENT', 'ENOTDIR'].includes(code);
}

async function read(file: string): Promise<string | undefined> {
  let text: string;
  try {
    await refuseOtherThanFile(file);
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw new StateError(`cannot read the stored refresh token ${file}: ${describe(error)}`, {
      cause: error,
    });
  }
  return parseStored(text, file);
}

async function write(file: string, refreshToken: string): Promise<void> {
  try {
    await writeWholeFile(file, `${JSON.stringify({ refresh_token: refreshToken })}\n`, { mode: 0o600 });
  } catch (error) {
    throw new StateError(`cannot store the rotated refresh token in ${file}: ${describe(error)}`, {
      cause: error,
      hint: 'the API has replaced the refresh token: make the directory writable (PENSTOCK_STATE_DIR), then get a new one',
    });
  }
}

function parseStored(text: string, file: string): string {
  try {
    const stored = own(JSON.parse(text), 'refresh_token');
    if (typeof stored === 'string' && stored !== '') return stored;
  } catch {
    // falls through to the one error for every kind of damage
  }
  throw new StateError(`the stored refresh token ${file} is damaged`, {
    hint: 'delete the file; the refresh token of the pipeline is used again then',
  });
}
