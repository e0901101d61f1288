// The pipeline that keeps in step: whatever happens to the CRM's records, after each run the files hold what it holds.
import path from 'node:path';
import { expect, test } from 'vitest';
import type { Changing } from '../../fixtures/crm/changes.ts';
import { notesOfCompany } from '../../fixtures/crm/notes-of-company.ts';
import { integer, type Random, randomFor } from '../../fixtures/crm/random.ts';
import type { Crm } from '../../fixtures/crm/server.ts';
import { recordsSince } from '../../fixtures/crm/versions.ts';
import { penstock } from '../helpers/cli.ts';
import { crmServer } from '../helpers/crm.ts';
import { duckdb } from '../helpers/duckdb.ts';
import { temporaryDirectory } from '../helpers/temporary.ts';

const pipeline = path.join(import.meta.dirname, '../../pipelines/crm-sync.ts');
const ROUNDS = 5;
const SEED = 1;
const COUNTS = { 'crm-oauth2/contacts': 260, 'crm-oauth2/companies': 25 };
const FIRST_CHANGE = Date.UTC(2026, 0, 1);

type Row = Record<string, unknown>;

/** What the server holds, as the pipeline's columns have it. */
function expected(crm: Crm): Record<string, Row[]> {
  const data = { seed: SEED, changes: crm.changes };
  const held = (resource: Changing): Row[] => {
    const found = recordsSince(resource, null, data);
    return (found?.places ?? []).map((place) => found?.record(place) ?? {});
  };
  const facts = ({ id, Modified_Time: moment }: Row) => ({ id, moment: Date.parse(String(moment)) });
  const routeOf = notesOfCompany(SEED, crm.changes);
  const notesOf = (company: unknown) => {
    const query = new URLSearchParams({ fields: 'id,Note_Title,Note_Content,Modified_Time' });
    const body = routeOf(`/crm-oauth2/v1/accounts/${company}/notes`)?.(query) as { data: Row[] };
    return body.data.map((note) => ({ ...facts(note), a: note.Note_Title, b: String(company) }));
  };
  const companies = held('companies');
  return {
    contacts: held('contacts').map((one) => ({ ...facts(one), a: one.Email, b: one.Last_Name })),
    companies: companies.map((one) => ({ ...facts(one), a: one.Account_Name, b: one.Phone })),
    notes: companies.flatMap(({ id }) => notesOf(id)),
  };
}

const COLUMNS: Record<string, string> = {
  contacts: 'email AS a, last_name AS b',
  companies: 'name AS a, phone AS b',
  notes: 'title AS a, company_id::VARCHAR AS b',
};

async function written(out: string, format: string, resource: string): Promise<Row[]> {
  const files = `${out}/${resource}/*.${format}`;
  const from = format === 'ndjson' ? `read_ndjson('${files}')` : `'${files}'`;
  const moment = 'epoch_ms(updated_at::TIMESTAMPTZ)::DOUBLE AS moment';
  return duckdb(`SELECT id::VARCHAR AS id, ${moment}, ${COLUMNS[resource]} FROM ${from} ORDER BY id`);
}

/** Some changes: at moments that are often the same, now and then that of the round before. */
function change(crm: Crm, random: Random, clock: { now: number }): void {
  for (let turn = integer(random, 1, 6); turn > 0; turn -= 1) {
    clock.now += integer(random, 0, 1) * 1000;
    const at = new Date(clock.now);
    const resource: Changing = integer(random, 0, 2) === 0 ? 'companies' : 'contacts';
    const { changes } = crm;
    const all = Array.from({ length: changes.length(resource) }, (_, place) => place);
    // A company that is gone stays so: the API has no word for notes that come again.
    const usable = all.filter((place) => resource === 'contacts' || !changes.of(resource, place).isDeleted);
    const some = usable.filter(() => integer(random, 0, usable.length) < 4);
    const kind = integer(random, 0, 3);
    if (kind === 0) changes.add(resource, integer(random, 1, 3), at);
    else if (kind === 1) changes.remove(resource, some.slice(0, 2), at);
    else changes.edit(resource, some, at);
  }
}

test.each([
  ['ndjson', 1],
  ['ndjson', 2],
  ['parquet', 3],
] as const)('%s: after each run the files hold what the API holds (%i)', async (format, salt) => {
  const crm = await crmServer({ seed: SEED, counts: COUNTS, mostPerPage: 100 });
  const random = randomFor(salt, 0, 0);
  const clock = { now: FIRST_CHANGE };
  const out = path.join(await temporaryDirectory(), 'out');
  let newest: number | undefined;

  for (let round = 0; round < ROUNDS; round += 1) {
    const asked = crm.requests.length;
    // Companies at the boundary come again, for there may be more of the same moment.
    const fresh =
      newest === undefined ? COUNTS['crm-oauth2/companies'] : crm.changes.since('companies', newest).length;
    const { code, stderr } = await penstock(['run', pipeline, '-f', format, '-o', out], {
      environment: crm.environment('crm-oauth2'),
    });
    expect(code, stderr).toBe(0);

    const server = expected(crm);
    for (const resource of Object.keys(COLUMNS)) {
      const rows = (server[resource] ?? []).toSorted((a, b) => (String(a.id) < String(b.id) ? -1 : 1));
      expect(await written(out, format, resource), `round ${round}, ${resource}`).toEqual(rows);
    }
    const notes = crm.requests.slice(asked).filter((target) => target.includes('/notes'));
    expect(notes.length, `round ${round}`).toBe(fresh);
    newest = Math.max(
      ...crm.changes.since('companies', 0).map((place) => crm.changes.of('companies', place).modified),
    );
    change(crm, random, clock);
  }
});

test('a run after which nothing has happened asks for next to nothing, and leaves the files as they are', async () => {
  const crm = await crmServer({ seed: SEED, counts: COUNTS });
  const out = path.join(await temporaryDirectory(), 'out');
  const run = async () => {
    const from = crm.requests.length;
    const { code, stderr } = await penstock(['run', pipeline, '-o', out], {
      environment: crm.environment('crm-oauth2'),
    });
    expect(code, stderr).toBe(0);
    const asked = crm.requests.slice(from).filter((target) => !target.includes('/oauth/'));
    return { asked, contacts: await written(out, 'ndjson', 'contacts') };
  };
  const first = await run();
  const second = await run();
  expect(first.asked).toHaveLength(2 + 1 + 25);
  // The newest contact, the newest company and that one's notes, side by side.
  expect(second.asked.map((target) => target.split('?')[0]).sort()).toEqual([
    '/crm-oauth2/v1/accounts',
    expect.stringMatching(/^\/crm-oauth2\/v1\/accounts\/\d+\/notes$/),
    '/crm-oauth2/v1/contacts',
  ]);
  expect(second.contacts).toEqual(first.contacts);
});
