// Reads a pipeline that is written for dlt: its spellings become ours, its other words are refused or left out.
import type { z } from 'zod';
import type { Problem } from '../core/errors.ts';
import { own, setOwn } from '../core/path.ts';
import { readColumns } from './dlt-columns.ts';
import { readContract, readDisposition } from './dlt-hints.ts';
import { readActions, readParts } from './dlt-parts.ts';
import { readPaths } from './dlt-paths.ts';
import { dltReport, dropNulls, isRaw, type Path, type Raw } from './dlt-report.ts';
import { dltWord, INCREMENTAL_WORDS, type Place } from './dlt-words.ts';
import { knownKeys, pathText } from './schema-walk.ts';
import { Template } from './template.ts';

/**
 * Changes a pipeline in place.
 * @param schema a word that it knows is ours
 * @param problems receives what is dlt's and not supported
 * @returns what was left out, as notices
 */
export function readDlt(pipeline: unknown, schema: z.ZodType, problems: Problem[]): string[] {
  const report = dltReport(problems);

  const sift = (place: Place, value: unknown, path: Path, planPath: Path): void => {
    if (!isRaw(value)) return;
    const known = knownKeys(schema, planPath, pipeline);
    for (const key of Object.keys(value)) {
      const word = known.includes(key) ? undefined : dltWord(place, key);
      if (word === undefined) continue;
      if (value[key] !== null) {
        if (word.treatment === 'ignored') report.leaveOut(word.says, [...path, key]);
        else report.refuse(word.says, [...path, key]);
      }
      delete value[key];
    }
  };

  const readEndpoint = (endpoint: unknown, path: Path): void => {
    if (!isRaw(endpoint)) return;
    sift('endpoint', endpoint, path, ['resources', 0, 'endpoint']);
    readParts(endpoint, path, report);
    readPaths(endpoint, (key) => key === 'data_selector');
    readActions(endpoint.response_actions);
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
        const { resource, field } = value as Raw;
        if (typeof resource === 'string' && typeof field === 'string') {
          const rest = `${resource}.${field}`;
          setOwn(params as Raw, name, new Template([{ root: 'resources', key: `resources.${rest}`, rest }]));
          continue;
        }
        problems.push({ path: at, message: '{type: resolve} needs a resource and a field, both texts' });
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
    readPaths(incremental, (key) => key === 'cursor_path');
    if (incremental.convert === undefined && typeof incremental.transform === 'function') {
      incremental.convert = incremental.transform;
      delete incremental.transform;
    }
    for (const [key, says] of Object.entries(INCREMENTAL_WORDS)) {
      if (incremental[key] !== undefined) report.leaveOut(says, [...path, key]);
      delete incremental[key];
    }
  };

  const readResource = (resource: unknown, path: Path): void => {
    if (!isRaw(resource)) return;
    sift('resource', resource, path, ['resources', 0]);
    readDisposition(resource, path, report);
    readTableName(resource, path);
    readContract(resource, path, report);
    readColumns(resource, path, report, (column, at) =>
      sift('column', column, at, ['resources', 0, 'columns', String(at.at(-1))]),
    );
    readEndpoint(resource.endpoint, [...path, 'endpoint']);
  };

  const readTableName = (resource: Raw, path: Path): void => {
    if (typeof own(resource, 'table_name') !== 'function') return;
    problems.push({
      path: pathText([...path, 'table_name']),
      message:
        'a function, which in dlt gives each record its table: a resource has one output here; give it one name, and part the records by a field where they are read',
    });
    delete resource.table_name;
  };

  const client = own(pipeline, 'client');
  sift('client', client, ['client'], ['client']);
  if (isRaw(client)) {
    readParts(client, ['client'], report);
    dropNulls(client);
  }
  readResource(own(pipeline, 'resource_defaults'), ['resource_defaults']);
  const resources = own(pipeline, 'resources');
  for (const [index, one] of Array.isArray(resources) ? resources.entries() : []) {
    readResource(one, ['resources', index]);
  }
  return report.notices();
}
