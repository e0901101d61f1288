// What the keys about the bodies of requests and answers demand of each other.
import { Template } from './template.ts';

interface Endpoint {
  readonly json?: unknown;
  readonly data?: unknown;
  readonly paginator: Readonly<Record<string, unknown>>;
  readonly partition_router: readonly Readonly<Record<string, unknown>>[];
}

/** The names under which paginator and routers put values into the body, each with the key that says so. */
export function placesInBody({
  paginator = {},
  partition_router: routers = [],
}: Partial<Pick<Endpoint, 'paginator' | 'partition_router'>>): readonly {
  readonly name: string;
  readonly by: string;
}[] {
  const ofPaginator = Object.entries(paginator).flatMap(([by, name]) =>
    by.endsWith('_body_path') && typeof name === 'string' ? [{ name, by }] : [],
  );
  const ofRouters = routers.flatMap(({ request_option: option, cursor_field: field }) => {
    const { inject_into: place, field_name: name = field } = (option ?? {}) as Readonly<
      Record<string, unknown>
    >;
    return place === 'body' ? [{ name: String(name), by: 'the partition_router' }] : [];
  });
  return [...ofPaginator, ...ofRouters];
}

/** What is wrong with `data`, each by itself. */
export function faultsOfData(endpoint: Endpoint): string[] {
  const { json, data } = endpoint;
  if (data === undefined) return [];
  const faults = json === undefined ? [] : ['is given beside json; a request has one body'];
  const text = data instanceof Template ? data.toString() : data;
  if (typeof text !== 'string') return faults;
  const missing = placesInBody(endpoint).filter(({ name }) => !text.includes(`{${name}}`));
  return [
    ...faults,
    ...missing.map(
      ({ name, by }) =>
        `is a text without {${name}}, where the value of ${by} would go; write it in, or data as an object`,
    ),
  ];
}

/** What is wrong with `columns_path`, if anything. */
export function faultOfColumnsPath(endpoint: {
  readonly rows_as: 'objects' | 'arrays';
  readonly columns_path?: string | undefined;
}): string | undefined {
  const isGiven = endpoint.columns_path !== undefined;
  if (isGiven === (endpoint.rows_as === 'arrays')) return undefined;
  return isGiven ? 'names the values of rows_as: arrays, which is not said' : 'is needed by rows_as: arrays';
}
