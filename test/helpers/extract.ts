// One pipeline against one server, through the command line: what a fault test needs.
import type { RequestListener } from 'node:http';
import { lines, type Outcome, penstock } from './cli.ts';
import { type Served, serve } from './serve.ts';
import { pipelineFile } from './temporary.ts';

export interface Extraction extends Outcome {
  readonly records: Record<string, unknown>[];
  readonly requests: Served['requests'];
}

export interface ExtractOptions {
  readonly client?: object;
  /** Of the only resource, `things`. */
  readonly endpoint?: object;
  readonly resource?: object;
  /** In place of the only resource. */
  readonly resources?: readonly object[];
  readonly words?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

const QUICK = { initial_wait: 0.01, max_wait: 2 };

export async function extract(listener: RequestListener, options: ExtractOptions = {}): Promise<Extraction> {
  const served = await serve(listener);
  const endpoint = { path: '/things', data_selector: 'data', ...options.endpoint };
  const file = await pipelineFile({
    name: 'faulty',
    client: { base_url: served.url, retry: QUICK, ...options.client },
    resources: options.resources ?? [{ name: 'things', endpoint, ...options.resource }],
  });
  const { environment = {} } = options;
  const outcome = await penstock(['run', file, ...(options.words ?? [])], { environment });
  let records: Record<string, unknown>[] = [];
  try {
    records = lines(outcome.stdout);
  } catch {
    records = [{ broken: outcome.stdout }];
  }
  return { ...outcome, records, requests: served.requests };
}
