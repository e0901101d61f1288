// A config of dlt's rest_api to a pipeline: Python objects in words, secrets by their names, dlt's words in ours.
import { readDlt } from '../../config/read-dlt.ts';
import { pathText } from '../../config/schema-walk.ts';
import { Template } from '../../config/template.ts';
import { ConfigError, type Problem } from '../../core/errors.ts';
import { own, setOwn } from '../../core/path.ts';
import { builtIn } from '../language.ts';
import { planOf } from '../load-plan.ts';
import { type Conversion, isLoose, type Loose, type Remark } from './carried.ts';
import { fromPython } from './from-python.ts';
import { hideSecrets } from './hide-secrets.ts';

/**
 * Converts a config, and tries the pipeline against the language.
 * @param written the config as JSON or YAML has it, with what `PYTHON_LINE` makes of Python's objects
 * @param name of the pipeline, where the config has none
 * @throws ConfigError when it is no config at all
 */
export function convert(written: unknown, name: string): Conversion {
  if (!isLoose(written) || !isLoose(own(written, 'client')) || !Array.isArray(own(written, 'resources'))) {
    throw new ConfigError('this is no config of dlt’s rest_api: it needs a client and a list of resources');
  }
  const missing: Remark[] = [];
  const inConfig = placesIn(written);
  const inConfigs = ({ path, message }: Remark): Remark => ({ path: inConfig(path), message });
  const { config, names } = hideSecrets(fromPython(written, missing));
  const { name: ownName, client, resource_defaults, ...rest } = config as Loose;
  const pipeline: Loose = { name: ownName ?? name, client, ...definedOnly({ resource_defaults }), ...rest };
  const problems: Problem[] = [];
  const moved = countPages(pipeline);
  const notices = [...readDlt(pipeline, builtIn.schema, problems), ...moved].map(inConfig);
  writeTemplates(pipeline);
  missing.push(...problems.map(inConfigs));
  const said = new Set(missing.map(({ path }) => path));
  missing.push(
    ...faultsOf(pipeline)
      .map(inConfigs)
      .filter(({ path }) => !said.has(path)),
  );
  return { pipeline, missing, notices, secrets: names };
}

/** Resources of Python are left out of the list: a path in what is left as one in the config. */
function placesIn(written: Loose): (text: string) => string {
  const resources = written.resources as unknown[];
  const kept = resources.flatMap((one, index) => (own(one, '@python') === undefined ? [index] : []));
  return (text) =>
    text.replace(/\bresources\[(\d+)\]/g, (whole, at: string) => {
      const index = kept[Number(at)];
      return index === undefined ? whole : `resources[${index}]`;
    });
}

/** What was read as a template, such as dlt's {type: resolve}, is written as the text that it is in a file. */
function writeTemplates(holder: object): void {
  for (const [key, value] of Object.entries(holder)) {
    if (value instanceof Template) setOwn(holder, key, String(value));
    else if (typeof value === 'object' && value !== null) writeTemplates(value);
  }
}

/** What the language finds wrong with the pipeline, its secrets and settings being unknown. */
function faultsOf(pipeline: Loose): readonly Remark[] {
  const environment = Object.fromEntries(variablesIn(pipeline).map((one) => [one, 'https://example.com']));
  try {
    planOf(pipeline, { environment, needsSecrets: false });
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.problems;
  }
}

function variablesIn(value: unknown): string[] {
  if (typeof value === 'string')
    return [...value.matchAll(/\{env\.([^{}]+)\}/g)].map(([, name = '']) => name);
  if (typeof value !== 'object' || value === null) return [];
  const variable = own(value, 'env');
  return [...(typeof variable === 'string' ? [variable] : []), ...Object.values(value).flatMap(variablesIn)];
}

/** dlt's maximum_page is the number of a page that is not read; ours counts pages. */
function countPages(pipeline: Loose): string[] {
  const notices: string[] = [];
  const count = (paginator: unknown, path: readonly PropertyKey[]): void => {
    if (!isLoose(paginator) || paginator.type !== 'page_number') return;
    const { maximum_page: maximum, page, base_page: base } = paginator;
    const first = page ?? base ?? 0;
    if (typeof maximum !== 'number' || typeof first !== 'number' || first === 0) return;
    paginator.maximum_page = Math.max(1, maximum - first);
    const at = pathText([...path, 'paginator', 'maximum_page']);
    notices.push(
      `${at}: ${maximum} was the first page that is not read, ${paginator.maximum_page} counts pages`,
    );
  };
  count(own(pipeline.client, 'paginator'), ['client']);
  const endpoint = own(pipeline.resource_defaults, 'endpoint');
  count(own(endpoint, 'paginator'), ['resource_defaults', 'endpoint']);
  for (const [index, one] of (pipeline.resources as unknown[]).entries()) {
    count(own(own(one, 'endpoint'), 'paginator'), ['resources', index, 'endpoint']);
  }
  return notices;
}

function definedOnly(keys: Loose): Loose {
  return Object.fromEntries(
    Object.entries(keys).filter(([, value]) => value !== undefined && value !== null),
  );
}
