// The schema of a whole pipeline, built from registries of any parts.
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { planSchema, writtenSchema } from '../../src/config/pipeline.ts';
import { steps } from '../../src/stages/steps/index.ts';

function declared(type: string, options: z.ZodObject = z.object({})) {
  return { type, summary: `The ${type}.`, options, example: { type } };
}

const components = {
  auth: [declared('badge', z.object({ number: z.number() })), declared('anyone')],
  paginators: [declared('auto'), declared('scroll', z.object({ size: z.number().default(5) }))],
  partitionRouters: [declared('rooms', z.object({ names: z.array(z.string()) }))],
  steps,
};
const schema = planSchema(components);
const client = { base_url: 'https://api.example.com' };
const rooms = { type: 'rooms', names: ['a'] };

function planWith(endpoint: object, resource: object = {}) {
  const one = { name: 'things', ...resource, endpoint: { path: 'things', ...endpoint } };
  return schema.parse({ name: 'crm', client, resources: [one] }).resources[0];
}

describe('the plan', () => {
  test('no paginator is auto; options get the defaults of their declaration', () => {
    expect(planWith({})?.endpoint.paginator).toEqual({ type: 'auto' });
    expect(planWith({ paginator: { type: 'scroll' } })?.endpoint.paginator).toEqual({
      type: 'scroll',
      size: 5,
    });
  });

  test('one router is a list of one', () => {
    expect(planWith({})?.endpoint.partition_router).toEqual([]);
    expect(planWith({ partition_router: rooms })?.endpoint.partition_router).toEqual([rooms]);
    expect(planWith({ partition_router: [rooms, rooms] })?.endpoint.partition_router).toHaveLength(2);
  });

  test('records with a key are not repeated, unless it is said', () => {
    expect(planWith({})?.dedupe).toBe(false);
    expect(planWith({}, { primary_key: 'id' })?.dedupe).toBe(true);
    expect(planWith({}, { primary_key: 'id', dedupe: false })?.dedupe).toBe(false);
    const columns = { id: { data_type: 'text', primary_key: true } };
    expect(planWith({}, { columns })).toMatchObject({ primary_key: ['id'], dedupe: true });
  });

  test('an endpoint without auth keeps null apart from nothing', () => {
    expect(planWith({ auth: null })?.endpoint.auth).toBeNull();
    expect(planWith({})?.endpoint.auth).toBeUndefined();
  });

  test.each<[string, object]>([
    ['a part of another registry', { paginator: { type: 'rooms', names: [] } }],
    ['an option that the part has not', { paginator: { type: 'scroll', sice: 1 } }],
    ['an option that is needed', { auth: { type: 'badge' } }],
    ['no router at all', { partition_router: [] }],
    ['a key of nobody', { paginater: { type: 'scroll' } }],
  ])('%s is refused', (_name, endpoint) => expect(() => planWith(endpoint)).toThrow(z.ZodError));
});

describe('what a file may say', () => {
  const written = writtenSchema(components);
  const takes = (more: object) => written.safeParse({ client, resources: ['things'], ...more }).success;

  test.each([
    {},
    { client: { ...client, auth: 'anyone', paginator: 'scroll' } },
    { client: { ...client, auth: { token: 'x' } } },
    { client: { ...client, auth: null } },
    { resources: [{ name: 'things', endpoint: '/things' }] },
    {
      resources: [{ name: 'things', primary_key: null, endpoint: { params: null, partition_router: rooms } }],
    },
    { resource_defaults: { endpoint: { paginator: { type: 'scroll', size: 1 } } } },
  ])('%j', (more) => expect(takes(more)).toBe(true));

  test.each([
    { resources: [] },
    { resources: [''] },
    { client: { ...client, auth: 'bearer' } },
    { client: { ...client, paginator: { type: 'scroll', sice: 1 } } },
    { resources: [{ endpoint: '/things' }] },
    { resource_defaults: { name: 'x' } },
    { recources: [] },
  ])('not %j', (more) => expect(takes(more)).toBe(false));
});

test('a registry without parts is a mistake of ours', () => {
  expect(() => planSchema({ ...components, paginators: [] })).toThrow(/empty registry/);
});
