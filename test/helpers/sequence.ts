// Runs one after the other into one directory, of pipelines that may change, against a server whose answer may change.
import type { RequestListener } from 'node:http';
import path from 'node:path';
import { type Outcome, penstock } from './cli.ts';
import { filesOf } from './files.ts';
import { json, serve } from './serve.ts';
import { pipelineFile, temporaryDirectory } from './temporary.ts';

export interface Step {
  /** The records that the API has; or `listener` answers. */
  readonly records?: unknown;
  readonly listener?: RequestListener;
  readonly resource?: object;
  readonly endpoint?: object;
  readonly resources?: readonly object[];
  readonly words?: readonly string[];
  readonly command?: string;
}

export interface Ran extends Outcome {
  /** Requests of this run. */
  readonly requests: number;
  readonly stdout: string;
}

export interface Sequence {
  /** The directory into which every run writes, unless its words say otherwise. */
  readonly out: string;
  readonly run: (step: Step) => Promise<Ran>;
  /** Files that a reader of the directory sees, by path; base64. */
  readonly visible: () => Record<string, string>;
  /** A visible file as text, `''` if there is none. */
  readonly text: (name: string) => string;
}

/** @param format of every run */
export async function sequence(format = 'ndjson'): Promise<Sequence> {
  let listener: RequestListener = (_, response) => json(response, {});
  const served = await serve((request, response) => listener(request, response));
  const out = path.join(await temporaryDirectory(), 'out');
  const visible = () => {
    const all = Object.entries(filesOf(out));
    return Object.fromEntries(all.filter(([name]) => !name.split('/').some((part) => part.startsWith('.'))));
  };
  return {
    out,
    visible,
    text: (name) => Buffer.from(visible()[name] ?? '', 'base64').toString(),
    async run(step) {
      listener = step.listener ?? ((_, response) => json(response, { data: step.records }));
      const before = served.requests.length;
      const endpoint = { path: '/things', data_selector: 'data', ...step.endpoint };
      const file = await pipelineFile({
        name: 'sequence',
        client: { base_url: served.url, retry: { max_retries: 0 } },
        resources: step.resources ?? [{ name: 'things', endpoint, ...step.resource }],
      });
      const { command = 'run', words = [] } = step;
      const target = command !== 'run' || words.includes('-o') ? [] : ['-o', out, '-f', format];
      const outcome = await penstock([command, file, ...words, ...target]);
      return { ...outcome, requests: served.requests.length - before };
    },
  };
}
