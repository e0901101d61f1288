// penstock init --from URL: asks the API, and writes down what its answer tells.
import { access } from 'node:fs/promises';
import path from 'node:path';
import { withEnvFile } from '../../config/load.ts';
import { isCredentialName } from '../../core/credentials.ts';
import { UsageError } from '../../core/errors.ts';
import { mask } from '../../core/mask.ts';
import { counted, oneLine } from '../../core/text.ts';
import type { Asking } from '../../run/discover/index.ts';
import type { CommandContext } from '../command.ts';
import { writeNew } from '../draft/write-new.ts';

export interface FromOptions {
  readonly from: string;
  readonly as?: 'ts' | 'json' | 'yaml';
  readonly auth?: keyof typeof AUTHS;
  readonly header?: readonly string[];
  readonly envFile?: string;
}

const secret = (name: string) => ({ secret: name });
/** What `--auth` may say; its secrets are taken from the environment. */
export const AUTHS = {
  bearer: { type: 'bearer', token: secret('token') },
  http_basic: { type: 'http_basic', username: secret('username'), password: secret('password') },
  api_key: { type: 'api_key', name: 'x-api-key', api_key: secret('api_key') },
} as const;

/** @throws PenstockError, and nothing is written */
export async function initFrom(
  { io, log }: Pick<CommandContext, 'io' | 'log'>,
  name: string | undefined,
  options: FromOptions,
): Promise<number> {
  const { namesOf, readAddress } = await import('../../run/discover/address.ts');
  const address = readAddress(options.from);
  const names = namesOf(address);
  const { file, language } = fileOf(name ?? names.pipeline, options.as);
  if (await isThere(file))
    throw new UsageError(`${oneLine(file)} is there already`, { hint: 'choose another name' });
  const inherited = address.hasUser ? AUTHS.http_basic : undefined;
  const asking: Asking = {
    name: oneLine(path.basename(file, path.extname(file))),
    resource: names.resource,
    address,
    headers: Object.fromEntries((options.header ?? []).map(readHeader)),
    auth: options.auth === undefined ? inherited : AUTHS[options.auth],
    environment: await withEnvFile(io.environment, options.envFile),
    signal: io.signal,
    // What concerns a run is no matter here; the requests themselves are.
    emit: (event) => {
      if (event.kind !== 'warning' && event.kind !== 'notice') log.event(event);
    },
  };
  const { discover } = await import('../../run/discover/index.ts');
  const { draftOf } = await import('../draft/pipeline.ts');
  const { printDraft } = await import('../draft/print.ts');
  const discovery = await discover(asking);
  const { entries, doubts } = draftOf(asking, discovery);
  const head = [
    `${asking.name}: ${address.base_url}${address.path}, as penstock init --from found it.`,
    `  penstock check ${oneLine(file)}     tries it, one page or two`,
    `  penstock run ${oneLine(file)} -o out/`,
    ...secretsOf(asking),
  ];
  await writeNew(file, printDraft(entries, language, head));
  const requests = discovery.isConfirmed === undefined ? 1 : 2;
  log.text(
    `${oneLine(file)} written after ${counted(requests, 'request')}; next: penstock check ${oneLine(file)}`,
  );
  for (const message of doubts)
    log.event({ kind: 'notice', resource: undefined, message: mask(`not sure: ${message}`) });
  for (const message of secretsOf(asking)) log.event({ kind: 'notice', resource: undefined, message });
  return 0;
}

function fileOf(name: string, as: FromOptions['as']): { file: string; language: 'ts' | 'json' | 'yaml' } {
  const written = path.extname(name).toLowerCase();
  const known = { '.ts': 'ts', '.json': 'json', '.yaml': 'yaml', '.yml': 'yaml' } as const;
  const own = written === '' ? undefined : known[written as keyof typeof known];
  if (written !== '' && own === undefined) {
    throw new UsageError(`init writes .ts, .json or .yaml, not ${oneLine(written)}`, {
      hint: 'leave the extension out, or say --as yaml',
    });
  }
  if (own !== undefined && as !== undefined && own !== as)
    throw new UsageError(`--as ${as} does not go with ${oneLine(name)}`, { hint: 'leave one of them out' });
  const language = own ?? as ?? 'ts';
  return { file: own === undefined ? `${name}.${language}` : name, language };
}

async function isThere(file: string): Promise<boolean> {
  try {
    await access(file);
    return true;
  } catch {
    return false;
  }
}

/** `accept-language=en`, `x-token=secret:token`, `x-tenant=env:TENANT`. */
function readHeader(text: string): [string, unknown] {
  const [, name, value = ''] = /^([^=:\s]+)=(.*)$/s.exec(text) ?? [];
  if (name === undefined) {
    throw new UsageError('--header: expected name=value', {
      hint: 'for example --header accept-language=en, or --header x-token=secret:token',
    });
  }
  const [, kind, reference] = /^(secret|env):(\w+)$/.exec(value) ?? [];
  if (kind !== undefined && reference !== undefined) return [name, { [kind]: reference }];
  if (isCredentialName(name)) {
    throw new UsageError(
      `--header ${name}: a credential is not written on a command line, which others can see`,
      {
        hint: `put it into the environment, and say --header ${name}=secret:token`,
      },
    );
  }
  return [name, value];
}

/** What stood in the address and is not in the file. */
function secretsOf({ name, address }: Asking): string[] {
  return Object.keys(address.secrets).map((one) => {
    const plain = one.toUpperCase();
    const full = `${name}_${one}`.toUpperCase().replace(/[^A-Z0-9]/g, '_');
    return `the ${one} of the address is not in the file: set ${full} or ${plain} before it is run`;
  });
}
