// `response_actions`: what an answer means, by its status, its content, an expression, or a function of it.
import { z } from 'zod';
import { condition } from './fields.ts';

export const ANSWER_ACTIONS = ['ignore', 'fail', 'retry', 'refresh_token', 'end'] as const;

/** What a function of an answer sees. */
export interface SeenAnswer {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  /** The parsed body; undefined where it cannot be parsed. */
  readonly body: unknown;
  readonly text: string;
}

type AnswerAction = (typeof ANSWER_ACTIONS)[number];

/** What an answer means: an action, one with a message, or nothing, so that the next entry is asked. */
export type AnswerFunction = (
  answer: SeenAnswer,
) => AnswerAction | { readonly action: AnswerAction; readonly message?: string } | null | undefined;

const answerFunction = () =>
  z
    .custom<AnswerFunction>((value) => typeof value === 'function', {
      error:
        'expected a function (answer) => action, which only a pipeline in TypeScript or JavaScript can hold',
    })
    .meta({ functionType: 'AnswerFunction' });

const entry = z
  .strictObject({
    status_code: z.number().int().min(100).max(599).optional().describe('matches this HTTP status'),
    content: z.string().min(1).optional().describe('matches a body that contains this text'),
    when: condition().optional().describe('matches when this expression over `response` is true'),
    action: z
      .union([z.enum(ANSWER_ACTIONS), answerFunction()])
      .describe(
        'what to do then; `end`: no records here, and no page behind; a function (answer) returns one of these, `{action, message}`, or nothing',
      ),
    message: z.string().optional().describe('said in the error or the report'),
  })
  .refine(
    ({ status_code, content, when, action }) =>
      status_code !== undefined ||
      content !== undefined ||
      when !== undefined ||
      typeof action === 'function',
    { error: 'needs one of status_code, content, when' },
  );

export const responseActionSchema = z.union([entry, answerFunction()]);
export type ResponseAction = z.output<typeof responseActionSchema>;
