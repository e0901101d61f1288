// A server whose records change while they are read: fast-check commands between the answers to single requests.
import type { RequestListener, ServerResponse } from 'node:http';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Extraction, extract } from '../helpers/extract.ts';
import { json, queryOf } from '../helpers/serve.ts';

interface Item {
  readonly id: number;
  version: number;
}

/** What the API holds, and what it has served; requests wait until a command lets one be answered. */
class World {
  items: Item[];
  size = 3;
  total: unknown;
  /** Ids that were there from the start and were never deleted. */
  readonly stable: Set<number>;
  /** Answers in order: where the page began and the ids it held. */
  readonly answers: { readonly at: string; readonly ids: number[]; readonly next: string | undefined }[] = [];
  readonly #waiting: (() => void)[] = [];
  #isOpen = false;
  #next: number;
  #front = -1;

  constructor(count: number) {
    this.items = Array.from({ length: count }, (_, id) => ({ id, version: 0 }));
    this.stable = new Set(this.items.map((item) => item.id));
    this.#next = count;
  }

  insert(place: number): void {
    const at = place % (this.items.length + 1);
    this.items.splice(at, 0, { id: this.#next, version: 0 });
    this.#next += 1;
  }

  /** Where ids are in order, new ones come only at the ends. */
  insertAtEnd(isFront: boolean): void {
    if (isFront) this.items.unshift({ id: this.#front, version: 0 });
    else this.items.push({ id: this.#next, version: 0 });
    this.#front -= isFront ? 1 : 0;
    this.#next += isFront ? 0 : 1;
  }

  delete(place: number): void {
    const [gone] = this.items.splice(place % Math.max(1, this.items.length), 1);
    if (gone !== undefined) this.stable.delete(gone.id);
  }

  update(place: number): void {
    const item = this.items[place % Math.max(1, this.items.length)];
    if (item !== undefined) item.version += 1;
  }

  /** Holds a request back until it is let go; the answer shows the world of that moment. */
  ask(answer: () => void): void {
    if (this.#isOpen) answer();
    else this.#waiting.push(answer);
  }

  /** Waits for a request, or for the run to be over, and answers it. */
  async answerOne(run: { isOver: boolean }): Promise<void> {
    while (this.#waiting.length === 0 && !run.isOver) await new Promise((resolve) => setTimeout(resolve, 1));
    this.#waiting.shift()?.();
  }

  open(): void {
    this.#isOpen = true;
    for (const answer of this.#waiting.splice(0)) answer();
  }
}

interface Style {
  readonly endpoint: object;
  readonly listener: (world: World) => RequestListener;
  /** Whether the ids are in order, and a page begins after an id: then nothing that stays can be missed. */
  readonly isKeyed: boolean;
}

function send(
  world: World,
  response: ServerResponse,
  at: string,
  items: readonly Item[],
  next?: string,
): void {
  world.answers.push({ at, ids: items.map((item) => item.id), next });
  json(response, {
    data: items,
    ...(world.total === undefined ? {} : { total: world.total }),
    ...(next === undefined ? { more: false } : { more: true, next, link: `/things?after=${next}` }),
  });
}

const counted =
  (isMoreSaid: boolean) =>
  (world: World): RequestListener =>
  (request, response) =>
    world.ask(() => {
      const at = Number(queryOf(request).get('offset'));
      const size = Math.min(world.size, Number(queryOf(request).get('limit')));
      const items = world.items.slice(at, at + size).map((item) => ({ ...item }));
      const isMore = isMoreSaid ? at + items.length < world.items.length : items.length > 0;
      send(world, response, String(at), items, isMore ? String(at + items.length) : undefined);
    });

const keyed =
  (world: World): RequestListener =>
  (request, response) =>
    world.ask(() => {
      const after = queryOf(request).get('after');
      const rest = world.items.filter((item) => after === null || item.id > Number(after));
      const items = rest.slice(0, world.size).map((item) => ({ ...item }));
      const next = rest.length > items.length ? String(items.at(-1)?.id) : undefined;
      send(world, response, after ?? '', items, next);
    });

const offset = { type: 'offset', limit: 5, total_path: 'total', total: 'hint' };
const styles: Record<string, Style> = {
  'offset until an empty page': {
    endpoint: { paginator: offset },
    listener: counted(false),
    isKeyed: false,
  },
  'offset that says whether there is more': {
    endpoint: { paginator: { ...offset, has_more_path: 'more' } },
    listener: counted(true),
    isKeyed: false,
  },
  'cursor after a key': {
    endpoint: { paginator: { type: 'cursor', cursor_path: 'next', cursor_param: 'after', total: 'hint' } },
    listener: keyed,
    isKeyed: true,
  },
  'link after a key': {
    endpoint: {
      paginator: { type: 'json_link', next_url_path: 'link', has_more_path: 'more', total: 'hint' },
    },
    listener: keyed,
    isKeyed: true,
  },
};

type Real = { readonly world: World; readonly run: { isOver: boolean } };
type Command = fc.AsyncCommand<object, Real>;

function command(name: string, act: (real: Real) => void | Promise<void>): Command {
  return { check: () => true, run: async (_, real) => act(real), toString: () => name };
}

const place = fc.nat({ max: 30 });
const common = [
  fc.constant(command('answer', ({ world, run }) => world.answerOne(run))),
  fc.constant(command('answer', ({ world, run }) => world.answerOne(run))),
  place.map((at) => command(`delete ${at}`, ({ world }) => world.delete(at))),
  place.map((at) => command(`update ${at}`, ({ world }) => world.update(at))),
  fc.integer({ min: 1, max: 6 }).map((size) =>
    command(`size ${size}`, ({ world }) => {
      world.size = size;
    }),
  ),
  fc.constantFrom<unknown>(0, 3, 1000, -1, null, '7', 'many').map((total) =>
    command(`total ${total}`, ({ world }) => {
      world.total = total;
    }),
  ),
];
const commandsOf = (style: Style) =>
  fc.commands(
    style.isKeyed
      ? [
          ...common,
          fc
            .boolean()
            .map((isFront) => command(`insert ${isFront}`, ({ world }) => world.insertAtEnd(isFront))),
        ]
      : [...common, place.map((at) => command(`insert ${at}`, ({ world }) => world.insert(at)))],
    { maxCommands: 40 },
  );

/** The ids that a client sees who goes from page to page as the answers say. */
function idsOnTheWay(world: World, first: string): Set<number> {
  const seen = new Set<number>();
  let at: string | undefined = first;
  const visited = new Set<string>();
  while (at !== undefined && !visited.has(at)) {
    visited.add(at);
    // Asked more than once: the last answer is the one that counts.
    const answer = world.answers.findLast((one) => one.at === at);
    for (const id of answer?.ids ?? []) seen.add(id);
    at = answer?.next;
  }
  return seen;
}

function judge(style: Style, world: World, outcome: Extraction): void {
  if (outcome.code !== 0) return;
  const came = outcome.records.map((record) => Number(record.id));
  expect(new Set(came).size, 'each once').toBe(came.length);
  const got = new Set(came);
  const onTheWay = idsOnTheWay(world, style.isKeyed ? '' : '0');
  const visible = [...world.stable].filter((id) => style.isKeyed || onTheWay.has(id));
  expect(
    visible.filter((id) => !got.has(id)),
    'seen by a perfect client, and missing',
  ).toEqual([]);
  expect(
    world.answers.some((answer) => answer.next === undefined),
    'read to the end',
  ).toBe(true);
}

test.each(Object.keys(styles))('records come and go while paging: %s', async (name) => {
  const style = styles[name];
  if (style === undefined) throw new Error(name);
  let complete = 0;
  let runs = 0;
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: 25 }), commandsOf(style), async (count, commands) => {
      const world = new World(count);
      const run = { isOver: false };
      const extraction = extract(style.listener(world), {
        endpoint: style.endpoint,
        resource: { primary_key: 'id' },
        words: ['-v'],
      }).finally(() => {
        run.isOver = true;
      });
      await fc.asyncModelRun(() => ({ model: {}, real: { world, run } }), commands);
      world.open();
      const outcome = await extraction;
      judge(style, world, outcome);
      runs += 1;
      if (outcome.code === 0) complete += 1;
    }),
    { numRuns: 50 },
  );
  // The law would hold for a program that always fails, too.
  expect(complete).toBeGreaterThan(runs * 0.9);
});
