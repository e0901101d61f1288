// penstock init: a pipeline file to begin with, commented, that works once its address is filled in.
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, OutputError, UsageError } from '../../core/errors.ts';
import { oneLine } from '../../core/text.ts';
import type { CommandDeclaration } from '../command.ts';

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
  summary: 'write a commented pipeline file to begin with',
  declare: (command) => command.argument('<NAME>', 'name of the pipeline and its file'),
  async run({ log }, name: string) {
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
    try {
      // Never over a file that is there.
      await writeFile(file, text, { flag: 'wx' });
    } catch (error) {
      const isThere = (error as NodeJS.ErrnoException).code === 'EEXIST';
      if (isThere) throw new UsageError(`${file} is there already`, { hint: 'choose another name' });
      throw new OutputError(`cannot write ${file}: ${describe(error)}`, { cause: error });
    }
    log.text(`${file} written; fill in base_url and the first resource, then: penstock check ${file}`);
    return 0;
  },
} satisfies CommandDeclaration;
