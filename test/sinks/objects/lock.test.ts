// The lock of a place in an object store.
import { expect, test } from 'vitest';
import { thisOwner } from '../../../src/core/files/lock-owner.ts';
import { lockStore, OBJECT_LOCK } from '../../../src/sinks/objects/lock.ts';
import { s3Store } from '../../../src/sinks/objects/s3.ts';
import { BUCKET, serveStore } from '../../helpers/s3.ts';

const elsewhere = () => JSON.stringify({ ...thisOwner(), host: 'elsewhere', proof: undefined });

async function setUp() {
  const served = await serveStore();
  return { served, store: s3Store(`s3://${BUCKET}/p`, served.environment) };
}

test('held, asked for, and given back', async () => {
  const { served, store } = await setUp();
  const lock = await lockStore(store);
  await lock.assertHeld();
  await expect(lockStore(store)).rejects.toThrow(/a run of process \d+ on .* is at work there/);
  await lock.release();
  expect((await served.objects()).size).toBe(0);
  await expect(lock.assertHeld()).rejects.toThrow(/another run has taken it over/);
});

test('of an owner that nobody can see: taken once it is stale', async () => {
  const { served, store } = await setUp();
  await served.put(`p/${OBJECT_LOCK}`, elsewhere());
  const lock = await lockStore(store, 2);
  await lock.assertHeld();
  await lock.release();
});

test('of an owner that nobody can see: refused where it is kept fresh', async () => {
  const { served, store } = await setUp();
  await served.put(`p/${OBJECT_LOCK}`, elsewhere());
  const refused = lockStore(store, 1000);
  const seen = () => served.requests.filter(({ method }) => method === 'GET').length;
  while (seen() === 0) await new Promise((next) => setTimeout(next, 10));
  await served.put(`p/${OBJECT_LOCK}`, elsewhere());
  await expect(refused).rejects.toThrow(/on elsewhere/);
});
