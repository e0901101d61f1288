// What a run can be cut into: the units of each resource that processes read apart, and what keeps one from being cut.
import type { Plan, ResourcePlan } from '../../config/pipeline.ts';
import type { BoundPlan } from '../../language/language.ts';
import { firstRun, windowsOf } from '../../source/incremental/index.ts';
import { combine } from '../../source/partitions/combine.ts';

/** What else a run was asked for that bears on how it can be cut. */
export interface Asked {
  readonly since?: unknown;
  readonly until?: unknown;
  /** Pages of a range, where lists without partitions are to be read in ranges of pages. */
  readonly pageRange?: number | undefined;
}

/** How the units of a resource are told apart. */
export type Cut =
  /** It is one unit, which falls where this name does. */
  | { readonly kind: 'whole'; readonly name: string; readonly why: string }
  /** Partitions that the pipeline lists. */
  | { readonly kind: 'partitions'; readonly partitions: readonly string[] }
  /** Partitions that are known as they are read: by the records of a parent, or from a router of the caller's own. */
  | { readonly kind: 'read'; readonly parent: string | undefined }
  /** Ranges of so many pages, as many as the list has. */
  | { readonly kind: 'ranges'; readonly pages: number }
  /** Windows of time between two given values, in each of these partitions. */
  | {
      readonly kind: 'windows';
      readonly partitions: readonly string[];
      readonly windows: readonly { readonly from: string; readonly to: string }[];
    };

export interface ResourceCut {
  readonly resource: ResourcePlan;
  readonly cut: Cut;
}

/** Decides it for each resource of a run, without a request. */
export async function cutResources(
  plan: BoundPlan,
  selected: readonly ResourcePlan[],
  asked: Asked,
): Promise<readonly ResourceCut[]> {
  const cuts: ResourceCut[] = [];
  for (const resource of selected) cuts.push({ resource, cut: await cutOf(plan, selected, resource, asked) });
  return cuts;
}

async function cutOf(
  plan: BoundPlan,
  selected: readonly ResourcePlan[],
  resource: ResourcePlan,
  asked: Asked,
): Promise<Cut> {
  const { name, parent } = resource;
  const child = selected.find((one) => one.parent?.resource === name);
  const above = ancestors(plan, resource);
  const stateful = [...(child === undefined ? [] : [resource]), ...above].find((one) =>
    isStateful(one, asked),
  );
  if (stateful !== undefined) {
    const why = `what is read for new records of "${stateful.name}" stays together: its state moves only with all of it`;
    return { kind: 'whole', name: (above.at(-1) ?? stateful).name, why };
  }
  if (child !== undefined) {
    const why = `"${child.name}" is read for its records, so every shard reads it, and one writes it`;
    return { kind: 'whole', name, why };
  }
  if (parent !== undefined) return { kind: 'read', parent: parent.resource };
  const partitions = await listed(plan, resource);
  if (partitions === undefined) return { kind: 'read', parent: undefined };
  const { incremental } = resource.endpoint;
  if (incremental !== undefined && hasWindows(resource, asked)) {
    const run = { ...firstRun(), since: asked.since, until: asked.until };
    return { kind: 'windows', partitions, windows: [...windowsOf(resource, incremental, run)] };
  }
  const [only] = partitions;
  if (partitions.length === 1 && only === '') {
    const { pageRange } = asked;
    const why = pageRange === undefined ? whyWhole(resource) : whyNoRanges(resource);
    return pageRange === undefined || why !== undefined
      ? { kind: 'whole', name, why: why ?? '' }
      : { kind: 'ranges', pages: pageRange };
  }
  return { kind: 'partitions', partitions };
}

/** The keys of its partitions, where the pipeline itself lists them. */
async function listed(plan: BoundPlan, { endpoint }: ResourcePlan): Promise<readonly string[] | undefined> {
  if (endpoint.partition_router.some(({ type }) => type !== 'list')) return undefined;
  const nothing = async function* () {};
  const routers = endpoint.partition_router.map(
    (options) => () => plan.language.createRouter(options, nothing()),
  );
  const keys: string[] = [];
  for await (const { key } of combine(routers)) keys.push(key);
  return keys;
}

function whyWhole({ endpoint }: ResourcePlan): string {
  if (endpoint.incremental?.step !== undefined)
    return 'its windows move one state; between a given start and end (--since and --until) each can be read apart';
  return endpoint.paginator.type === 'single_page'
    ? 'it is one page'
    : 'it has no partitions, and a list that is read by several at once shifts between them: a record that goes away takes another over the border, unseen. A partition_router cuts it, or --page-range, which looks at what stands on both sides of each border';
}

/** What keeps ranges of its pages from being read apart; undefined where nothing does. */
function whyNoRanges(resource: ResourcePlan): string | undefined {
  const { endpoint, primary_key: key, dedupe } = resource;
  const { type, ...options } = endpoint.paginator;
  if (!COUNTED.has(type)) return `its pages cannot be counted (${type})`;
  if (endpoint.incremental !== undefined) return whyWhole(resource);
  if (key.length === 0 || !dedupe)
    return 'it has no primary_key, so that records which two shards read at a border would come twice';
  const most = ['maximum_page', 'maximum_offset'].find(
    (name) => options[name] !== undefined && options[name] !== null,
  );
  return most === undefined ? undefined : `it is read up to ${most}`;
}

const COUNTED = new Set(['page_number', 'offset']);

/** Whether windows stand between two values that every shard knows, and a record that stands in two of them is known by its key. */
function hasWindows({ endpoint, primary_key: key, dedupe }: ResourcePlan, asked: Asked): boolean {
  const { incremental } = endpoint;
  if (incremental?.step === undefined || key.length === 0 || !dedupe) return false;
  const isBackfill = asked.since !== undefined || asked.until !== undefined;
  const end = isBackfill ? asked.until : incremental.end_value;
  const start = asked.since ?? incremental.initial_value;
  return start !== undefined && end !== undefined;
}

/** Whether a state says how far it was read. */
function isStateful({ endpoint: { incremental } }: ResourcePlan, asked: Asked): boolean {
  const isBackfill = asked.since !== undefined || asked.until !== undefined;
  return incremental !== undefined && incremental.end_value === undefined && !isBackfill;
}

/** The parent of a resource, its parent, and so on. */
function ancestors(plan: Plan, { parent }: ResourcePlan): readonly ResourcePlan[] {
  const above = plan.resources.find(({ name }) => name === parent?.resource);
  return above === undefined ? [] : [above, ...ancestors(plan, above)];
}
