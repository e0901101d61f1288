// Keeps rotated refresh tokens: private to the user, written whole, one process at a time.
import { createHash } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import lockfile from 'proper-lockfile';
import writeFileAtomic from 'write-file-atomic';
import { describe, StateError } from '../../../core/errors.ts';
import { registerSecret } from '../../../core/mask.ts';
import { own } from '../../../core/path.ts';
import type { Tokens } from './token-request.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/**
 * Opens the store of one grant. Nothing is touched on disk until a token is rotated.
 * @param configured the refresh token of the pipeline; a new one there replaces what was stored under the old
 */
export function openTokenStore(directory: string, tokenUrl: string, clientId: string, configured: string) {
  const file = path.join(
    directory,
    'tokens',
    `${sha256(`${tokenUrl}\n${clientId}\n${configured}`).slice(0, 32)}.json`,
  );

  const read = async (): Promise<string> => {
    let text: string;
    try {
      text = await readFile(file, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return configured;
      throw new StateError(`cannot read the stored refresh token ${file}: ${describe(error)}`, {
        cause: error,
      });
    }
    const stored = parseStored(text, file);
    registerSecret(stored);
    return stored;
  };

  return {
    /**
     * Runs one token exchange alone among all processes, from the newest refresh token there is.
     * A rotated token is on disk before the new access token is given out.
     */
    async rotate(exchange: (refreshToken: string) => Promise<Tokens>): Promise<Tokens> {
      const release = await lock(file);
      try {
        const tokens = await exchange(await read());
        if (tokens.refreshToken !== undefined) await write(file, tokens.refreshToken);
        return tokens;
      } finally {
        await release();
      }
    },
  };
}

async function lock(file: string): Promise<() => Promise<void>> {
  try {
    await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
    return await lockfile.lock(file, {
      realpath: false,
      stale: 60_000,
      retries: { retries: 200, factor: 1.2, minTimeout: 50, maxTimeout: 1000, randomize: true },
    });
  } catch (error) {
    throw new StateError(`cannot lock the stored refresh token ${file}: ${describe(error)}`, {
      cause: error,
      hint: 'another run may be renewing it; set PENSTOCK_STATE_DIR to a directory that can be written',
    });
  }
}

async function write(file: string, refreshToken: string): Promise<void> {
  try {
    await writeFileAtomic(file, `${JSON.stringify({ refresh_token: refreshToken })}\n`, {
      mode: 0o600,
      fsync: true,
    });
  } catch (error) {
    throw new StateError(`cannot store the rotated refresh token in ${file}: ${describe(error)}`, {
      cause: error,
      hint: 'the API has replaced the refresh token; make the directory writable, then set the new one by hand',
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
