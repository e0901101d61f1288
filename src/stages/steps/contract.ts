// What a processing step is: pure, one record in; one, none or many out.
import type { z } from 'zod';
import type { PageName, StepPage } from '../../config/step.ts';
import type { AnyStep } from '../../config/steps.ts';
import type { JsonRecord } from '../../core/batch.ts';

/** What a step sees at a record. */
export interface StepSight {
  /** The second parameter of a function. */
  readonly page: StepPage;
  /** The names of an expression. */
  readonly scope: Partial<StepPage> & { record: JsonRecord };
}

interface Common {
  /** Fields that the record is expected to have; none of the records having one is worth a word. */
  readonly fields: readonly string[];
}

/** What it throws fails the resource. */
export type Step = Common &
  (
    | {
        /** @returns undefined where the record is left out; the given record stays as it is */
        one(record: JsonRecord, sight: StepSight): JsonRecord | undefined;
        readonly many?: undefined;
      }
    | {
        many(record: JsonRecord, sight: StepSight): Iterable<JsonRecord>;
        readonly one?: undefined;
      }
  );

/** A step as it is registered. */
export interface StepDeclaration<Type extends string, Options extends z.ZodObject> extends AnyStep {
  readonly type: Type;
  readonly options: Options;
  /** A complete example, as it stands in a pipeline file. */
  readonly example: z.input<Options>;
  names(options: z.output<Options>): readonly PageName[];
  parentFields?(options: z.output<Options>): readonly string[];
  create(options: z.output<Options>): Step;
}

/** Types a declaration by its own schema, so that `create` gets what the schema checked. */
export function declareStep<Type extends string, Options extends z.ZodObject>(
  declaration: StepDeclaration<Type, Options>,
): StepDeclaration<Type, Options> {
  return declaration;
}
