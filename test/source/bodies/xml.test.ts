import { expect, test } from 'vitest';
import { extractBodies } from '../../helpers/bodies.ts';

const rows = { data_selector: 'rows.row' };

test('elements are objects, attributes and texts beside others are told apart, repeated ones are lists', async () => {
  const body = `<?xml version="1.0"?>
    <!-- a comment -->
    <rows xmlns="urn:things" xmlns:x="urn:x" total="2">
      <row id="1"><name>Ann &amp; Bo</name><tag>a</tag><tag>b</tag><x:note lang="en">said</x:note></row>
      <row id="2"><name><![CDATA[<b>]]></name><empty/><blank>  </blank><nil xsi:nil="true"/><n>007</n></row>
    </rows>`;
  const outcome = await extractBodies('xml', [body], rows);
  expect(outcome.code, outcome.stderr).toBe(0);
  expect(outcome.records).toEqual([
    { '@id': '1', name: 'Ann & Bo', tag: ['a', 'b'], 'x:note': { '@lang': 'en', '#text': 'said' } },
    { '@id': '2', name: '<b>', empty: null, blank: null, nil: null, n: '007' },
  ]);
  expect(outcome.requests[0]?.headers.accept).toMatch(/xml/);
});

test.each([
  ['one element', '<rows><row><id>1</id></row></rows>', [{ id: '1' }]],
  ['none', '<rows total="0"></rows>', []],
  ['an empty root', '<rows/>', []],
])('%s is as many records', async (_name, body, records) => {
  expect(await extractBodies('xml', [body], rows)).toMatchObject({ code: 0, records });
});

const page = (inside: string) => `<r><status>ok</status>${inside}</r>`;
const paged = {
  data_selector: 'r.row',
  paginator: { type: 'page_number', base_page: 1, maximum_empty_pages: 1 },
};

test('pages end with one that holds no record beside what stood there before', async () => {
  const outcome = await extractBodies('xml', [page('<row><id>1</id></row>'), page('')], paged);
  expect(outcome.code, outcome.stderr).toBe(0);
  expect(outcome.records).toEqual([{ id: '1' }]);
});

test.each([
  ['a page that says something else', [page('<row><id>1</id></row>'), page('<error>quota</error>')]],
  ['a first page whose selector finds nothing', [page('')]],
  ['another root', [page('<row><id>1</id></row>'), '<fault/>']],
])('%s is no end: exit 4', async (_name, bodies) => {
  const outcome = await extractBodies('xml', bodies, paged);
  expect(outcome).toMatchObject({
    code: 4,
    stderr: expect.stringMatching(/data_selector "r.row" matches nothing/),
  });
});

test('a cursor is read from the body', async () => {
  const first = '<r><row><id>1</id></row><next>b</next></r>';
  const outcome = await extractBodies('xml', [first, '<r><row><id>2</id></row><next/></r>'], {
    data_selector: 'r.row',
    paginator: { type: 'cursor', cursor_path: 'r.next', cursor_param: 'after' },
  });
  expect(outcome).toMatchObject({ code: 0, records: [{ id: '1' }, { id: '2' }] });
  expect(outcome.requests[1]?.target).toBe('/things?after=b');
});

test.each([
  ['that the document names', '<?xml version="1.0" encoding="ISO-8859-1"?>', 'latin1', 'text/xml'],
  ['of the header before it', '<?xml version="1.0" encoding="UTF-8"?>', 'latin1', 'text/xml; charset=latin1'],
  ['of its mark', '\uFEFF<?xml version="1.0" encoding="UTF-16"?>', 'utf16le', 'text/xml'],
] as const)('letters come by the charset %s', async (_name, head, encoding, type) => {
  const bytes = Buffer.from(`${head}<rows><row><name>é</name></row></rows>`, encoding);
  expect(await extractBodies('xml', [{ bytes, type }], rows)).toMatchObject({
    code: 0,
    records: [{ name: 'é' }],
  });
});

test.each(['text/xml', 'text/html', 'application/json'])(
  'a document that is cut is asked for again, whatever its type: %s',
  async (type) => {
    const cut = { bytes: '<rows><row><id>1</id></row>', type };
    const whole = '<rows><row><id>1</id></row></rows>';
    expect(await extractBodies('xml', [cut, whole], rows)).toMatchObject({ code: 0, records: [{ id: '1' }] });
    const broken = await extractBodies('xml', [cut], rows);
    expect(broken).toMatchObject({ code: 5, stderr: expect.stringMatching(/the body is not XML/) });
  },
);

test.each([
  ['JSON', '{"rows":[]}', /is JSON, not XML.*response_format: json/s],
  ['HTML', '<!doctype html><p>', /is HTML, not XML/],
])('%s is no XML: exit 4 at once', async (_name, body, says) => {
  const outcome = await extractBodies('xml', [body], rows);
  expect(outcome).toMatchObject({ code: 4, stderr: expect.stringMatching(says) });
  expect(outcome.requests).toHaveLength(1);
});

test('entities of a document type are not expanded, and elements nested without end are refused', async () => {
  const bomb = `<!DOCTYPE r [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><rows><row><n>&b;</n></row></rows>`;
  expect((await extractBodies('xml', [bomb], rows)).code).toBe(5);
  const deep = `<rows>${'<row>'.repeat(5000)}${'</row>'.repeat(5000)}</rows>`;
  expect(await extractBodies('xml', [deep], rows)).toMatchObject({
    code: 4,
    stderr: expect.stringMatching(/nested too deep/),
  });
});
