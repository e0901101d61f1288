// Reads a pipeline that is written for dlt: its spellings become ours, its other words are refused or left out.
import type { z } from 'zod';
import type { Problem } from '../core/errors.ts';
import { own, setOwn } from '../core/path.ts';
import { DLT_LOCATIONS, dltWord, type Place } from './dlt-words.ts';
import { knownKeys, pathText } from './schema-walk.ts';

type Path = readonly PropertyKey[];
type Raw = Record<string, unknown>;

/** What dlt says of a cursor, and means nothing here. */
const OF_INCREMENTAL: Readonly<Record<string, string>> = {
  allow_external_schedulers: 'a run begins where the state or --since says',
  primary_key: 'records that come again are told by their content',
};

/**
 * Changes a pipeline in place.
 * @param schema a word that it knows is ours
 * @param problems receives what is dlt's and not supported
 * @returns what was left out, as notices
 */
export function readDlt(pipeline: unknown, schema: z.ZodType, problems: Problem[]): string[] {
  const ignored = new Map<string, string[]>();
  const leaveOut = (says: string, at: string) => void ignored.set(says, [...(ignored.get(says) ?? []), at]);

  const sift = (place: Place, value: unknown, path: Path, planPath: Path): void => {
    if (!isRaw(value)) return;
    const known = knownKeys(schema, planPath, pipeline);
    for (const key of Object.keys(value)) {
      const word = known.includes(key) ? undefined : dltWord(place, key);
      if (word === undefined) continue;
      const at = pathText([...path, key]);
      if (value[key] !== null) {
        if (word.treatment === 'ignored') leaveOut(word.says, at);
        else problems.push({ path: at, message: `dlt’s word, which penstock does not have: ${word.says}` });
      }
      delete value[key];
    }
  };

  const readEndpoint = (endpoint: unknown, path: Path): void => {
    if (!isRaw(endpoint)) return;
    sift('endpoint', endpoint, path, ['resources', 0, 'endpoint']);
    readParts(endpoint);
    const params = own(endpoint, 'params');
    for (const [name, value] of Object.entries(isRaw(params) ? params : {})) {
      const type = own(value, 'type');
      const at = pathText([...path, 'params', name]);
      if (type === 'incremental') {
        const { type: _, ...keys } = value as Raw;
        if (isRaw(endpoint.incremental)) {
          problems.push({
            path: at,
            message: 'is a second cursor; a resource has one, in endpoint.incremental',
          });
        } else {
          endpoint.incremental = { ...keys, start_param: name };
        }
      } else if (type === 'resolve') {
        const says = dltWord('resource', 'parent')?.says;
        problems.push({ path: at, message: `dlt’s {type: resolve}, which penstock does not have: ${says}` });
      } else {
        continue;
      }
      delete (params as Raw)[name];
    }
    readIncremental(endpoint.incremental, [...path, 'incremental']);
  };

  const readIncremental = (incremental: unknown, path: Path): void => {
    if (!isRaw(incremental)) return;
    dropNulls(incremental);
    if (incremental.convert === undefined && typeof incremental.transform === 'function') {
      incremental.convert = incremental.transform;
      delete incremental.transform;
    }
    for (const [key, says] of Object.entries(OF_INCREMENTAL)) {
      if (incremental[key] !== undefined) leaveOut(says, pathText([...path, key]));
      delete incremental[key];
    }
  };

  const readResource = (resource: unknown, path: Path): void => {
    if (!isRaw(resource)) return;
    sift('resource', resource, path, ['resources', 0]);
    readDisposition(resource, path);
    const columns = own(resource, 'columns');
    if (Array.isArray(columns) && columns.every(isRaw)) resource.columns = byName(columns);
    for (const [name, column] of Object.entries(isRaw(resource.columns) ? resource.columns : {})) {
      sift('column', column, [...path, 'columns', name], ['resources', 0, 'columns', name]);
    }
    readEndpoint(resource.endpoint, [...path, 'endpoint']);
  };

  const readDisposition = (resource: Raw, path: Path): void => {
    const written = own(resource, 'write_disposition');
    if (!isRaw(written) || typeof written.disposition !== 'string') return;
    const { disposition, strategy } = written;
    resource.write_disposition = disposition;
    const at = pathText([...path, 'write_disposition', 'strategy']);
    if (strategy === 'scd2') {
      problems.push({
        path: at,
        message: 'dlt’s scd2, which penstock does not have: merge keeps one record a key',
      });
    } else if (strategy !== undefined && strategy !== null) {
      leaveOut('merge keeps the later record of a key', at);
    }
  };

  const client = own(pipeline, 'client');
  sift('client', client, ['client'], ['client']);
  if (isRaw(client)) {
    readParts(client);
    dropNulls(client);
  }
  readResource(own(pipeline, 'resource_defaults'), ['resource_defaults']);
  const resources = own(pipeline, 'resources');
  for (const [index, one] of Array.isArray(resources) ? resources.entries() : []) {
    readResource(one, ['resources', index]);
  }
  return [...ignored].map(([says, paths]) => `${paths.join(', ')}: left out, ${says}`);
}

/** In the auth and the paginator of a client or an endpoint null means a key's default. */
function readParts({ paginator, auth }: Raw): void {
  if (isRaw(paginator)) dropNulls(paginator);
  if (!isRaw(auth)) return;
  dropNulls(auth);
  if (typeof auth.location === 'string') auth.location = own(DLT_LOCATIONS, auth.location) ?? auth.location;
}

function dropNulls(value: Raw): void {
  for (const key of Object.keys(value)) if (value[key] === null) delete value[key];
}

function byName(columns: readonly Raw[]): Raw {
  const result: Raw = {};
  for (const { name, ...column } of columns) setOwn(result, String(name), column);
  return result;
}

function isRaw(value: unknown): value is Raw {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
