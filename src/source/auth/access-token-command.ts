// An access token from one owner: a command that prints it, asked again when the API refuses what it printed.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { AuthError, describe } from '../../core/errors.ts';
import { registerSecret } from '../../core/mask.ts';
import { oneLine } from '../../core/text.ts';
import { withHeader } from '../http/request.ts';
import type { Auth } from './contract.ts';
import { type AccessToken, lifetimeOf, tokenAuth } from './token-auth.ts';

const LONGEST_MS = 60_000;
const execute = promisify(execFile);

/**
 * @param command a line for the shell; it prints the token alone, or JSON with `access_token` and `expires_in`
 * @param prefix what stands before the token in the header
 * @param signal ends the command
 */
export function accessTokenCommand(command: string, prefix: string, signal: AbortSignal): Auth {
  return tokenAuth(
    () => tokenOf(command, signal),
    (request, token) => withHeader(request, 'authorization', `${prefix} ${token}`),
  );
}

async function tokenOf(command: string, signal: AbortSignal): Promise<AccessToken> {
  const [shell, flag] = process.platform === 'win32' ? ['cmd.exe', '/c'] : ['/bin/sh', '-c'];
  const { stdout } = await execute(shell, [flag, command], { signal, timeout: LONGEST_MS }).catch(
    (error: Error & { stderr?: string; killed?: boolean }) => {
      signal.throwIfAborted();
      const said = oneLine(error.stderr ?? '').slice(0, 300);
      const why = error.killed === true ? 'it took longer than a minute' : said || describe(error);
      throw new AuthError(`--access-token-command failed: ${why}`, {
        hint: 'run it by hand: it must print an access token and end with 0',
      });
    },
  );
  const token = parsed(stdout.trim());
  if (/^[\x21-\x7e]+$/.test(token.value)) {
    registerSecret(token.value);
    return token;
  }
  throw new AuthError('--access-token-command printed no access token', {
    hint: 'it must print the token alone, or JSON with access_token and expires_in',
  });
}

function parsed(text: string): AccessToken {
  // Where nothing says how long it lives, a refusal does.
  if (!text.startsWith('{')) return { value: text, lifetime: Number.POSITIVE_INFINITY };
  try {
    const { access_token: value, expires_in: lifetime } = JSON.parse(text) as Record<string, unknown>;
    return { value: String(value ?? ''), lifetime: lifetimeOf(lifetime, Number.POSITIVE_INFINITY) };
  } catch {
    return { value: '', lifetime: 0 };
  }
}
