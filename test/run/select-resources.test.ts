// Which resources a command is about.
import { expect, test } from 'vitest';
import { UsageError } from '../../src/core/errors.ts';
import { planOf } from '../../src/language/load-plan.ts';
import { resourceNamed, selectResources } from '../../src/run/select-resources.ts';

const client = { base_url: 'http://127.0.0.1' };
const resources = ['users', { name: 'notes', selected: false }, 'contacts'];
const plan = planOf({ name: 'crm', client, resources }, { environment: {} });
const namesOf = (...names: string[]) => selectResources(plan, names).map(({ name }) => name);

test('no names: those that are selected', () => {
  expect(namesOf()).toEqual(['users', 'contacts']);
});

test('names: those alone, each once, in the order of the pipeline, selected or not', () => {
  expect(namesOf('contacts', 'notes', 'contacts')).toEqual(['notes', 'contacts']);
  expect(resourceNamed(plan, 'notes').name).toBe('notes');
});

test('an unknown name, with the names that there are', () => {
  const said = { message: 'crm has no resource "contact" (did you mean "contacts"?)' };
  expect(() => namesOf('users', 'contact')).toThrow(UsageError);
  expect(() => namesOf('users', 'contact')).toThrow(
    expect.objectContaining({ ...said, hint: 'its resources: users, notes, contacts' }),
  );
  expect(() => resourceNamed(plan, 'toString')).toThrow(/no resource "toString"/);
});

test('nothing is selected', () => {
  const none = planOf({ client, resources: [{ name: 'notes', selected: false }] }, { environment: {} });
  expect(() => selectResources(none, [])).toThrow(/no resource is selected/);
});
