// Parts of a caller's own beside the built-in ones, without changing the library for anyone else.
import type { AnyDeclaration } from '../config/component.ts';
import {
  type components,
  createLanguage,
  type Extensions,
  type PipelineOf,
  writtenIn,
} from '../language/language.ts';
import { type OpenOptions, type OpenPipeline, openIn } from './open.ts';

type BuiltIn = typeof components;
type Own<E, Key extends keyof Extensions> = E extends {
  readonly [K in Key]: readonly (infer D extends AnyDeclaration)[];
}
  ? D
  : never;

/** The pipelines that an extended library takes. */
export type ExtendedPipeline<E extends Extensions> = PipelineOf<
  BuiltIn['auth'][number] | Own<E, 'auth'>,
  BuiltIn['paginators'][number] | Own<E, 'paginators'>,
  BuiltIn['partitionRouters'][number] | Own<E, 'partitionRouters'>
>;

/**
 * The library with further paginators, auths and partition routers.
 * @param extensions made with declarePaginator, declareAuth and declarePartitionRouter
 */
export function extend<const E extends Extensions>(extensions: E) {
  const language = createLanguage(extensions);
  return {
    definePipeline: <const P extends ExtendedPipeline<E>>(pipeline: P): P => writtenIn(language, pipeline),
    open: <const P extends ExtendedPipeline<E> | string>(
      pipeline: P,
      options: OpenOptions = {},
    ): Promise<OpenPipeline<P>> => openIn(language, pipeline, options),
  };
}
