// The options that every command with a pipeline file takes, and the plan that comes of them.
import type { Environment } from '../config/environment.ts';
import { loadPipelineFile, provideLibrary, withEnvFile } from '../config/load.ts';
import { own } from '../core/path.ts';
import { type BoundPlan, builtIn, languageOf } from '../language/language.ts';
import { loadPlan } from '../language/load-plan.ts';
import type { Session } from '../run/session.ts';
import type { Format } from '../sinks/formats/contract.ts';
import type { Auth } from '../source/auth/contract.ts';
import type { Io } from './io.ts';
import { applySettings } from './set.ts';

export interface PipelineOptions {
  readonly envFile?: string;
  readonly set?: readonly string[];
  /** In place of the client's auth. */
  readonly accessTokenCommand?: string;
  /** Changes the plan before it is opened. */
  readonly adjust?: (plan: BoundPlan) => BoundPlan;
}

export async function planFor(
  file: string,
  options: PipelineOptions,
  io: Io,
  { needsSecrets = true } = {},
): Promise<{ plan: BoundPlan; environment: Environment; tokenPrefix: string }> {
  const environment = await withEnvFile(io.environment, options.envFile);
  // Loaded only for a pipeline in TypeScript or JavaScript, which imports it.
  provideLibrary(() => import('../index.ts'));
  let tokenPrefix = 'Bearer';
  const adjust = (written: unknown) => {
    const pipeline = applySettings(written, options.set ?? []);
    if (options.accessTokenCommand === undefined) return pipeline;
    const client = own(pipeline, 'client');
    const prefix = own(own(client, 'auth'), 'token_prefix');
    if (typeof prefix === 'string') tokenPrefix = prefix;
    // None of the secrets that a token is got with are needed.
    return { ...Object(pipeline), client: { ...Object(client), auth: null } };
  };
  const plan = await loadPlan(file, { environment, adjust, needsSecrets });
  return { plan, environment, tokenPrefix };
}

/** The formats of the language that a pipeline file is written in; the built-in ones where that cannot be told. */
export async function formatsOf(file: string): Promise<readonly Format[]> {
  // A pipe can be read only once.
  if (file === '-') return builtIn.formats;
  provideLibrary(() => import('../index.ts'));
  try {
    return (languageOf(await loadPipelineFile(file)) ?? builtIn).formats;
  } catch {
    // What is wrong with the file is said when it is run.
    return builtIn.formats;
  }
}

/** Opens the pipeline for a command that requests something, and closes it behind it. */
export async function withSession<T>(
  file: string,
  options: PipelineOptions,
  io: Io,
  use: (plan: BoundPlan, session: Session, environment: Environment) => Promise<T>,
): Promise<T> {
  const { plan: written, environment, tokenPrefix } = await planFor(file, options, io);
  const plan = options.adjust?.(written) ?? written;
  const { openSession } = await import('../run/session.ts');
  const { accessTokenCommand: command } = options;
  let auth: ((signal: AbortSignal) => Auth) | undefined;
  if (command !== undefined) {
    const { accessTokenCommand } = await import('../source/auth/access-token-command.ts');
    auth = (signal) => accessTokenCommand(command, tokenPrefix, signal);
  }
  const session = openSession(plan, environment, { auth });
  try {
    return await use(plan, session, environment);
  } finally {
    await session.close();
  }
}
