// Parts of a caller's own beside the built-in ones, without changing the library for anyone else.
import type { AnyDeclaration } from '../config/component.ts';
import { createLanguage, type Extensions, type PipelineOf, writtenIn } from '../language/language.ts';
import type { Format } from '../sinks/formats/contract.ts';
import type { formats } from '../sinks/formats/index.ts';
import { formatFactories } from './formats.ts';
import { type OpenOptions, type OpenPipeline, openIn } from './open.ts';

type BuiltInFormat = (typeof formats)[number];

type OwnFormats<E> = E extends { readonly formats: readonly (infer F extends Format)[] } ? F : never;
type Own<E, Key extends keyof Extensions> = E extends {
  readonly [K in Key]: readonly (infer D extends AnyDeclaration)[];
}
  ? D
  : never;

/** The pipelines that an extended library takes. */
export type ExtendedPipeline<E extends Extensions> = PipelineOf<
  Own<E, 'auth'>,
  Own<E, 'paginators'>,
  Own<E, 'partitionRouters'>
>;

/**
 * The library with further paginators, auths, partition routers and file formats.
 * @param extensions made with declarePaginator, declareAuth, declarePartitionRouter and declareFormat
 * @throws UsageError when formats cannot be told apart
 */
export function extend<const E extends Extensions>(extensions: E) {
  const language = createLanguage(extensions);
  return {
    /** Destinations and streams by the name of the format, those of the extensions too. */
    formats: formatFactories<BuiltInFormat | OwnFormats<E>>(language.formats),
    definePipeline: <const P extends ExtendedPipeline<E>>(pipeline: P): P => writtenIn(language, pipeline),
    open: <const P extends ExtendedPipeline<E> | string>(
      pipeline: P,
      options: OpenOptions = {},
    ): Promise<OpenPipeline<P>> => openIn(language, pipeline, options),
  };
}
