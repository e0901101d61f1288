// What an auth is: it signs requests, and may renew what it signs with.
import type { z } from 'zod';
import type { Declaration } from '../../config/component.ts';
import type { ClientPlan } from '../../config/pipeline.ts';
import type { OutgoingRequest } from '../http/request.ts';

export interface Auth {
  /**
   * Adds the credentials to a request whose origin has been checked. Called when the request is sent, once for each
   * attempt, after every wait.
   */
  apply(request: OutgoingRequest): OutgoingRequest | Promise<OutgoingRequest>;
  /**
   * Sees a refusal: a 401, or what response_actions says to refresh the token for. Many callers cause one renewal.
   * @param sent the request as `apply` gave it
   * @returns whether there are other credentials now, with which the request is sent once more
   */
  answer?(refusal: Refusal, sent: OutgoingRequest): boolean | Promise<boolean>;
  /** What `answer` does, for the error of a second refusal; default: the token was renewed. */
  readonly renewal?: string;
}

/** The answer by which an API refuses a request. */
export interface Refusal {
  readonly status: number;
  /** Lower-case names; `www-authenticate` holds the challenges. */
  readonly headers: Readonly<Record<string, string>>;
}

/** What an auth may need from the run. */
export interface AuthContext {
  /** Sends a request of the auth's own, to a token endpoint or a login, with the client's retry rules. */
  readonly send: SendAuthRequest;
  /** The API's address, and what every request to it carries. */
  readonly client: Pick<ClientPlan, 'base_url' | 'headers' | 'params' | 'allowed_origins'>;
  /** Where rotated tokens are kept. */
  readonly stateDirectory: string;
  /** Ends with the run. */
  readonly signal: AbortSignal;
}

export interface AuthAnswer {
  readonly status: number;
  /** Lower-case names; several `set-cookie` stand on lines of their own. */
  readonly headers: Readonly<Record<string, string>>;
  /** Undefined where it is not JSON. */
  readonly body: unknown;
  /** How it begins, masked and on one line. */
  readonly text: string;
}

/** Resolves with any status that is not retried any further; redirects are not followed. */
export type SendAuthRequest = (request: OutgoingRequest) => Promise<AuthAnswer>;

export interface AuthDeclaration<Type extends string = string, Options extends z.ZodObject = z.ZodObject>
  extends Declaration<Type, Options> {
  create(options: z.output<Options>, context: AuthContext): Auth;
}

export function declareAuth<Type extends string, Options extends z.ZodObject>(
  declaration: AuthDeclaration<Type, Options>,
): AuthDeclaration<Type, Options> {
  return declaration;
}
