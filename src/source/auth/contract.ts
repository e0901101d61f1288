// What an auth is: it signs requests, and may renew what it signs with.
import type { z } from 'zod';
import type { Declaration } from '../../config/component.ts';
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
  /** Sends a request to a token endpoint, with the client's retry rules. */
  readonly send: SendForm;
  /** Where rotated tokens are kept. */
  readonly stateDirectory: string;
  /** Ends with the run. */
  readonly signal: AbortSignal;
}

export interface FormAnswer {
  readonly status: number;
  readonly body: unknown;
  /** How it begins, masked and on one line. */
  readonly text: string;
}

/** Posts a form; resolves with any status that is not retried any further. */
export type SendForm = (
  url: string,
  form: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>>,
) => Promise<FormAnswer>;

export interface AuthDeclaration<Type extends string = string, Options extends z.ZodObject = z.ZodObject>
  extends Declaration<Type, Options> {
  create(options: z.output<Options>, context: AuthContext): Auth;
}

export function declareAuth<Type extends string, Options extends z.ZodObject>(
  declaration: AuthDeclaration<Type, Options>,
): AuthDeclaration<Type, Options> {
  return declaration;
}
