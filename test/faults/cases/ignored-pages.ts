// A first page that response_actions says to ignore: no records, and never a silent success.
import { json } from '../../helpers/serve.ts';
import { always, type FaultCase, text } from './case.ts';

const ignoring = (rule: object) => ({
  endpoint: { response_actions: [{ ...rule, action: 'ignore' }] },
  words: ['-q'],
});
const first = 'ignored first page';
export const ignoredPages: readonly FaultCase[] = [
  {
    fault: first,
    name: 'by its status',
    server: always((_, response) => json(response, { message: 'gone' }, 404)),
    options: ignoring({ status_code: 404 }),
    code: 0,
    records: [],
    says: /things[\s\S]*ignore/,
  },
  {
    fault: first,
    name: 'by its content',
    server: always(text('{"note":"MAINTENANCE"}')),
    options: ignoring({ content: 'MAINTENANCE' }),
    code: 0,
    records: [],
    says: /things[\s\S]*ignore/,
  },
  {
    fault: first,
    name: 'by an expression',
    server: always(text('{"status":"FAILURE"}')),
    options: ignoring({ when: "response.status == 'FAILURE'" }),
    code: 0,
    records: [],
    says: /things[\s\S]*ignore/,
  },
];
