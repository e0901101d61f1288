// penstock init: a pipeline file to begin with, commented, that works once its address is filled in.
import path from 'node:path';
import { Option } from 'commander';
import { UsageError } from '../../core/errors.ts';
import { oneLine } from '../../core/text.ts';
import type { CommandDeclaration } from '../command.ts';
import { writeNew } from '../draft/write-new.ts';
import { AUTHS, type FromOptions, initFrom } from './init-from.ts';

const TEMPLATE = `// NAME: what it reads, and from where.
//   penstock check FILE     tries it, one page of each resource
//   penstock run FILE -o out/
import { definePipeline, env } from 'penstock';

export default definePipeline({
  name: 'NAME',
  client: {
    // The address that every path below is appended to.
    base_url: env('BASE_URL', 'https://api.example.com'),

    // How requests prove who they come from. Secrets are named here and live in the environment;
    // import { secret } from 'penstock' too, and choose one:
    // auth: { type: 'bearer', token: secret('token') },
    // auth: { type: 'api_key', name: 'x-api-key', api_key: secret('api_key') },
    // auth: { type: 'oauth2', token_url: '…', client_id: secret('client_id'), client_secret: secret('client_secret') },
  },
  resources: [
    {
      name: 'items',
      // Records with the same key are the same record: repeats are dropped, and merge knows what to replace.
      // primary_key: 'id',
      endpoint: {
        path: '/items',
        // Where the records are in the body: 'data', 'result.items', or '$' for the whole body.
        // data_selector: 'data',
        // How the API pages: page_number, offset, cursor, json_link, header_link, header_cursor.
        // paginator: { type: 'page_number', page_param: 'page', limit_param: 'per_page', limit: 100 },
        paginator: 'single_page',
      },
      // penstock infer FILE items   prints the columns ready to paste here.
    },
  ],
});
`;

export const init = {
  name: 'init',
  summary: 'write a commented pipeline file to begin with, from what an API answers by --from',
  examples: [
    'penstock init shop                                           a template',
    'penstock init shop --from https://api.example.com/v1/orders  asks once, and once more to confirm how it pages',
    'SHOP_TOKEN=… penstock init shop --from URL --auth bearer     with a credential from the environment',
  ],
  declare: (command) =>
    command
      .argument('[NAME]', 'name of the pipeline and its file; with --from by default the host of the address')
      .option('--from <url>', 'ask this address, and write down what is recognised')
      .addOption(new Option('--as <language>', 'of the file').choices(['ts', 'json', 'yaml']))
      .addOption(
        new Option(
          '--auth <type>',
          'with --from: NAME_TOKEN, NAME_API_KEY or NAME_USERNAME and NAME_PASSWORD',
        ).choices(Object.keys(AUTHS)),
      )
      .option(
        '--header <name=value>',
        'with --from: a header of the request; a secret as name=secret:token, from NAME_TOKEN',
        (value: string, earlier: string[] = []) => [...earlier, value],
      )
      .option('--env-file <file>', 'with --from: read secrets from here; the environment wins'),
  async run({ io, log }, name: string | undefined, options: Partial<FromOptions>) {
    const { from } = options;
    if (from !== undefined) return initFrom({ io, log }, name, { ...options, from });
    const [extra] = Object.keys(options).filter((key) => ['as', 'auth', 'header', 'envFile'].includes(key));
    if (extra !== undefined)
      throw new UsageError(`--${extra === 'envFile' ? 'env-file' : extra} goes with --from`, {
        hint: 'penstock init shop --from https://api.example.com/v1/orders',
      });
    if (name === undefined) {
      throw new UsageError('init needs a name, or an address', {
        hint: 'penstock init shop, or penstock init --from https://api.example.com/v1/orders',
      });
    }
    const extension = path.extname(name);
    if (extension !== '' && extension !== '.ts') {
      throw new UsageError(`init writes TypeScript, not ${extension}`, {
        hint: `penstock init ${path.basename(name, extension)}`,
      });
    }
    const file = extension === '' ? `${name}.ts` : name;
    const words: Readonly<Record<string, string>> = {
      NAME: oneLine(path.basename(file, '.ts')),
      "'NAME'": `'${oneLine(path.basename(file, '.ts')).replace(/[\\']/g, '\\$&')}'`,
      FILE: oneLine(file),
    };
    // At once, so that no name is taken for a word of the template.
    const text = TEMPLATE.replace(/'NAME'|NAME|FILE/g, (word) => words[word] ?? word);
    await writeNew(file, text);
    log.text(`${file} written; fill in base_url and the first resource, then: penstock check ${file}`);
    return 0;
  },
} satisfies CommandDeclaration;
