// Numbers that a double cannot hold: every digit arrives.
import { json } from '../../helpers/serve.ts';
import { always, type FaultCase, text } from './case.ts';

const exact = 'numbers a double cannot hold';

const untouched = [
  '{"a":1234567890.12345678901234567890,"d":9007199254740993.25}',
  '{"a":0.1000000000000000055511151231257827}',
  '{"a":[1.00000000000000000001,{"b":-123456789012345678.9}]}',
  '{"a":123456789012345678901234567890}',
  '{"a":-0.12345678901234567890123}',
  '{"a":1.5,"b":1e5}',
];

const columns: Record<string, { readonly value: string; readonly column: object; readonly written: string }> =
  {
    'decimal of 20 places': {
      value: '1234567890.12345678901234567890',
      column: { data_type: 'decimal', precision: 38, scale: 20 },
      written: '1234567890.12345678901234567890',
    },
    'decimal of 2 places': {
      value: '9007199254740993.25',
      column: { data_type: 'decimal', precision: 38, scale: 2 },
      written: '9007199254740993.25',
    },
    'decimal with an exponent': {
      value: '1.2345678901234567890123e4',
      column: { data_type: 'decimal', precision: 38, scale: 18 },
      written: '12345.678901234567890123',
    },
    'decimal below zero': {
      value: '-0.00000000000000000001',
      column: { data_type: 'decimal', precision: 38, scale: 20 },
      written: '-0.00000000000000000001',
    },
    'text of a decimal': {
      value: '1234567890.12345678901234567890',
      column: { data_type: 'text' },
      written: '"1234567890.12345678901234567890"',
    },
    'text of a long integer': {
      value: '123456789012345678901234567890',
      column: { data_type: 'text' },
      written: '"123456789012345678901234567890"',
    },
    'json around a decimal': {
      value: '{"x":[0.12345678901234567890]}',
      column: { data_type: 'json' },
      written: '{"x":[0.12345678901234567890]}',
    },
  };

const moment = (format: string) => ({ data_type: 'timestamp', format });
const epochs: Record<string, { readonly value: string; readonly column: object; readonly written: string }> =
  {
    'seconds with microseconds': {
      value: '1700000000.123456',
      column: moment('epoch_s'),
      written: '22:13:20.123456',
    },
    'seconds with microseconds, as text': {
      value: '"1700000000.123456"',
      column: moment('epoch_s'),
      written: '22:13:20.123456',
    },
    'milliseconds with a fraction': {
      value: '1700000000123.456',
      column: moment('epoch_ms'),
      written: '22:13:20.123456',
    },
    microseconds: { value: '1700000000123456', column: moment('epoch_us'), written: '22:13:20.123456' },
    nanoseconds: { value: '1700000000123456000', column: moment('epoch_ns'), written: '22:13:20.123456' },
    'nanoseconds as text': {
      value: '"1700000000123456000"',
      column: moment('epoch_ns'),
      written: '22:13:20.123456',
    },
  };

export const exactNumbers: readonly FaultCase[] = [
  ...untouched.map(
    (record): FaultCase => ({
      fault: exact,
      name: record,
      server: always(text(`{"data":[${record}]}`)),
      code: 0,
      stdout: record === '{"a":1.5,"b":1e5}' ? '{"a":1.5,"b":100000}\n' : `${record}\n`,
    }),
  ),
  ...Object.entries(columns).map(
    ([name, { value, column, written }]): FaultCase => ({
      fault: exact,
      name,
      server: always(text(`{"data":[{"v":${value}}]}`)),
      options: { resource: { columns: { v: column } } },
      code: 0,
      stdout: `{"v":${/decimal/.test(JSON.stringify(column)) ? `"${written}"` : written}}\n`,
    }),
  ),
  ...Object.entries(epochs).map(
    ([name, { value, column, written }]): FaultCase => ({
      fault: exact,
      name,
      server: always(text(`{"data":[{"v":${value}}]}`)),
      options: { resource: { columns: { v: column } } },
      code: 0,
      stdout: `{"v":"2023-11-14T${written}Z"}\n`,
    }),
  ),
  {
    fault: exact,
    name: 'a parameter of --set',
    server: () => (request, response) => json(response, { data: [{ sent: request.url }] }),
    options: { words: ['--set', 'resources[0].endpoint.params.a=9007199254740993'] },
    code: 0,
    records: [{ sent: '/things?a=9007199254740993' }],
  },
  {
    fault: exact,
    name: 'a key of records',
    server: always(
      text(
        '{"data":[{"id":0.12345678901234567890},{"id":0.12345678901234567891},{"id":0.12345678901234567890}]}',
      ),
    ),
    options: { resource: { primary_key: 'id' } },
    code: 0,
    stdout: '{"id":0.12345678901234567890}\n{"id":0.12345678901234567891}\n',
  },
  {
    fault: exact,
    name: 'a cursor',
    server: () => (request, response) => {
      const at = new URL(request.url ?? '', 'http://x').searchParams.get('cursor');
      const body =
        at === null ? '{"data":[],"next":9007199254740993}' : `{"data":[{"sent":"${at}"}],"next":null}`;
      json(response, body);
    },
    options: { endpoint: { paginator: { type: 'cursor', cursor_path: 'next' } } },
    code: 0,
    records: [{ sent: '9007199254740993' }],
  },
];
