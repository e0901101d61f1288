// The type of a resource's records, from the columns its pipeline declares.
import type { ValueTypes } from '../columns/index.ts';

type ValueOf<Column> = Column extends { readonly data_type: infer Type extends keyof ValueTypes }
  ? Column extends { readonly nullable: false }
    ? ValueTypes[Type]
    : ValueTypes[Type] | null
  : unknown;

type Listed<P> = P extends { readonly resources: readonly (infer Resource)[] } ? Resource : never;

/** The names of a pipeline's resources; any text for a pipeline that is only known as a file. */
export type ResourceNames<P> = [Listed<P>] extends [never] ? string : NamesOf<Listed<P>>;

type NamesOf<Resources> = Resources extends infer Resource
  ? Resource extends string
    ? Resource
    : Resource extends { readonly name: infer Name extends string }
      ? Name
      : never
  : never;

type Named<P, Name> = Extract<Listed<P>, { readonly name: Name }>;

/** A record of one resource: its columns typed, or any object where it declares none. */
export type RecordOf<P, Name> = [Named<P, Name>] extends [{ readonly columns: infer Columns extends object }]
  ? [Named<P, Name>] extends [never]
    ? Record<string, unknown>
    : { -readonly [Key in keyof Columns]: ValueOf<Columns[Key]> }
  : Record<string, unknown>;
