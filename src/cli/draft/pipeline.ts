// What was found out about an API as the entries of a pipeline file, with what is not sure of it in words.
import { pathToKey } from '../../core/path.ts';
import { counted } from '../../core/text.ts';
import { type Asking, type Discovery, envName } from '../../run/discover/index.ts';
import { block, type Entry, entry } from './entries.ts';

export interface Draft {
  readonly entries: readonly Entry[];
  /** For stderr; the file has them beside what they are about. */
  readonly doubts: readonly string[];
}

// Fewer records tell too little of the types of all.
const ENOUGH = 10;

export function draftOf(asking: Asking, discovery: Discovery): Draft {
  const { address, name, resource, headers } = asking;
  const doubts: string[] = [];
  const say = (...lines: string[]) => {
    doubts.push(...lines);
    return lines;
  };
  const { paging, proposal, seen } = discovery;
  const taken = new Set(paging?.takes ?? []);
  const params = Object.fromEntries(Object.entries(address.params).filter(([param]) => !taken.has(param)));
  const hasColumns = seen >= ENOUGH;
  const fieldOf = (column: string) => proposal.columns.find((one) => one.name === column)?.from ?? column;
  const key = hasColumns ? proposal.primaryKey : proposal.primaryKey.map(fieldOf);
  const auth = discovery.challenge === undefined ? asking.auth : authOf(discovery.challenge);
  const entries = [
    entry('name', name),
    block('client', [
      entry('base_url', address.base_url),
      Object.keys(headers).length === 0 ? undefined : entry('headers', headers),
      auth === undefined ? undefined : entry('auth', auth, authComments(discovery, asking, auth, say)),
    ]),
    block(
      'resources',
      [
        entry('name', resource),
        seen === 0 ? undefined : keyEntry(key, seen, say),
        block('endpoint', [
          entry('path', address.path.replace(/[{}]/g, encodeURIComponent)),
          Object.keys(params).length === 0 ? undefined : entry('params', params),
          selectorEntry(discovery, say),
          paginatorEntry(discovery, say),
        ]),
        proposal.columns.length === 0 ? undefined : columnsEntry(discovery, hasColumns, say),
      ],
      { isList: true },
    ),
  ];
  return { entries, doubts };
}

type Say = (...lines: string[]) => string[];

function authOf(challenge: string): object {
  const secret = (name: string) => ({ secret: name });
  const [, scheme = ''] = /^\s*([\w-]+)/.exec(challenge) ?? [];
  if (/^(basic|digest)$/i.test(scheme)) {
    const type = /basic/i.test(scheme) ? 'http_basic' : 'digest';
    return { type, username: secret('username'), password: secret('password') };
  }
  return { type: 'bearer', token: secret('token') };
}

function authComments({ challenge }: Discovery, { name }: Asking, auth: object, say: Say): Partial<Entry> {
  const secrets = Object.values(auth).flatMap((one) => (typeof one === 'object' ? [Object(one).secret] : []));
  const variables = secrets.map((secret) => envName(`${name}_${secret}`)).join(' and ');
  const where = `set ${variables}, or ${secrets.map(envName).join(' and ')}`;
  if (challenge === undefined) return { comments: [`From the environment: ${where}.`] };
  const isTold = /^\s*(bearer|basic|digest)/i.test(challenge);
  const asks = challenge === '' ? 'and does not say for which kind' : `by "${challenge.slice(0, 200)}"`;
  const guess = isTold ? [] : ['that it is a bearer token is a guess; penstock list auths shows the others'];
  return { comments: say(`HTTP 401: the API asks for credentials, ${asks}; ${where}`, ...guess) };
}

function keyEntry([first, ...more]: readonly string[], seen: number, say: Say): Entry {
  if (first === undefined) {
    const why =
      seen < 2 ? 'one record tells no key' : 'no field that is called like a key differs in every record';
    return entry('primary_key', 'id', {
      isOff: true,
      comments: say(
        `no primary_key was recognised: ${why}; with one, repeats are dropped and merge can replace`,
      ),
    });
  }
  return entry('primary_key', more.length === 0 ? first : [first, ...more], {
    comments: [`Different in each of the ${counted(seen, 'record')} that were seen.`],
  });
}

function selectorEntry({ found, others }: Discovery, say: Say): Entry | undefined {
  if (found === undefined) {
    return entry('data_selector', 'data', {
      isOff: true,
      comments: ['Where the records are in the body; penstock check tells what it has.'],
    });
  }
  const isOne =
    !found.selector.includes('[') && found.list.length === 1 && found.list[0] === found.records[0];
  const unsure = others.length === 0 ? [] : say(`other lists that may be the records: ${others.join(', ')}`);
  const comments = [
    found.records.length === 0
      ? 'An empty list came: what its records look like is not known.'
      : `${counted(found.records.length, 'record')} came${isOne ? '' : ' on the first page'}.`,
  ];
  if (found.records.length === 0) say('the list was empty: neither key nor columns nor paging can be told');
  return entry('data_selector', found.selector, { comments: [...comments, ...unsure] });
}

function paginatorEntry({ paging, isConfirmed, objection, found }: Discovery, say: Say): Entry {
  if (paging?.options === undefined) {
    const isEmpty = found === undefined || found.records.length === 0;
    const what = isEmpty
      ? ['How the API pages is not known yet; without a paginator, links and repeated offsets are followed.']
      : [
          'Nothing in the answer says that there is more. Without a paginator any such sign is still looked for;',
          ...say('if the API gives further pages all the same, name its paginator'),
        ];
    return entry('paginator', { type: 'page_number', page_param: 'page' }, { isOff: true, comments: what });
  }
  const proof =
    isConfirmed === undefined
      ? 'not tried: it says that the first page is the last'
      : isConfirmed
        ? 'a second request brought other records'
        : '';
  const comments = [`${sentence(paging.why)}${proof === '' ? '.' : `; ${proof}.`}`];
  if (isConfirmed !== true) comments.push(...say(...paging.doubts));
  if (isConfirmed === false)
    comments.push(
      ...say(`the paginator is not confirmed: ${objection ?? ''}; see the documentation of the API`),
    );
  // One that is known not to work would be named in place of what penstock says by itself.
  return entry('paginator', paging.options, { comments, isOff: isConfirmed === false });
}

function columnsEntry({ proposal, seen }: Discovery, isOn: boolean, say: Say): Entry {
  const columns = proposal.columns.map(({ name, from: field, keys, note }) => {
    const from = /^(?:\$(?:[.[]|$)|\[|$)/.test(field) ? pathToKey(field) : field;
    return entry(name, { ...keys, ...(from === name ? {} : { from }) }, { note });
  });
  const origin = `From ${counted(seen, 'record')}; penstock infer looks at 1,000.`;
  const comments = isOn
    ? [origin]
    : [
        origin,
        ...say(`the types are told by ${counted(seen, 'record')} alone: the columns are there as comments`),
      ];
  return block('columns', columns, { isOff: !isOn, comments });
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
