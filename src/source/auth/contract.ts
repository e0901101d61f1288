// What an auth is: it signs requests, and may renew what it signs with.
import type { z } from 'zod';
import type { Declaration } from '../../config/component.ts';
import type { OutgoingRequest } from '../http/request.ts';

export interface Auth {
  /** Adds the credentials to a request whose origin has been checked. */
  apply(request: OutgoingRequest): OutgoingRequest | Promise<OutgoingRequest>;
  /** Renews the credentials after the API refused this request; many callers cause one renewal. */
  refresh?(refused: OutgoingRequest): Promise<void>;
}

/** What an auth may need from the run. */
export interface AuthContext {
  /** Sends a request to a token endpoint, with the client's retry rules. */
  readonly send: SendForm;
  /** Where rotated tokens are kept. */
  readonly stateDirectory: string;
}

export interface FormAnswer {
  readonly status: number;
  readonly body: unknown;
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
