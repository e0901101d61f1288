// The schema of a stream: what is declared, and what is learnt from records, which old and new targets can make a table of.
import { expect, test } from 'vitest';
import { columnTypes, type DataType } from '../../../src/columns/index.ts';
import { ExactNumber } from '../../../src/core/exact-number.ts';
import { streamSchema } from '../../../src/sinks/singer/schema.ts';
import { columnOf, resourcePlan } from '../../helpers/plans.ts';

const all = () => false;
const propertiesOf = (schema: ReturnType<typeof streamSchema>) =>
  schema.current().properties as Record<string, { type: string[]; format?: string }>;

test('each column type has one JSON type beside null; a key is never null', () => {
  const columns = columnTypes.map(({ type }) => columnOf(type, type as DataType));
  const schema = streamSchema(resourcePlan({ columns, primary_key: ['text'] }), all);
  const properties = propertiesOf(schema);
  expect(Object.keys(properties)).toEqual(columns.map(({ name }) => name));
  expect(properties.text?.type).toEqual(['string']);
  for (const { name, data_type } of columns.slice(1)) {
    if (data_type !== 'text' && data_type !== 'json') expect(properties[name]?.type).toHaveLength(2);
  }
  expect(properties).toMatchObject({
    timestamp: { type: ['null', 'string'], format: 'date-time' },
    date: { format: 'date' },
    uuid: { format: 'uuid' },
    decimal: { type: ['null', 'string'], format: 'x-singer.decimal', precision: 38, scale: 9 },
    bigint: { type: ['null', 'integer'] },
  });
});

test('nested columns say what is in them; a json column is told as what it has held', () => {
  const columns = [
    columnOf('owner', 'json', { fields: [{ name: 'id', from: 'id', data_type: 'bigint' }] }),
    columnOf('tags', 'json', { items: { data_type: 'text' } }),
    columnOf('any', 'json'),
  ];
  const schema = streamSchema(resourcePlan({ columns }), all);
  expect(propertiesOf(schema)).toEqual({
    owner: { type: ['null', 'object'], properties: { id: { type: ['null', 'integer'] } } },
    tags: { type: ['null', 'array'], items: { type: ['null', 'string'] } },
    any: { type: ['null', 'object', 'array', 'string', 'number', 'boolean'] },
  });
  expect(schema.learn([{ owner: {}, tags: [], any: [1] }])).toBe(true);
  expect(schema.learn([{ owner: {}, tags: [], any: [] }])).toBe(false);
  expect(propertiesOf(schema).any).toEqual({ type: ['null', 'array'] });
});

test('fields without a column are learnt, and the schema changes only with something new', () => {
  const schema = streamSchema(resourcePlan({ primary_key: ['id'] }), (field) => field === 'left_out');
  expect(propertiesOf(schema)).toEqual({ id: { type: ['object', 'array', 'string', 'number', 'boolean'] } });
  expect(schema.learn([{ id: 1, a: null, left_out: 'x' }])).toBe(true);
  expect(schema.learn([{ id: 2, a: null }])).toBe(false);
  expect(schema.learn([{ id: 3n, a: 1 }])).toBe(true);
  expect(schema.learn([{ id: 4, a: 1.5, b: new ExactNumber('1e400'), c: { d: [] }, e: true }])).toBe(true);
  expect(propertiesOf(schema)).toEqual({
    id: { type: ['integer'] },
    a: { type: ['null', 'number'] },
    b: { type: ['null', 'number'] },
    c: { type: ['null', 'object'] },
    e: { type: ['null', 'boolean'] },
  });
});
