// What the keys about the bodies of requests and answers demand of each other.

interface Endpoint {
  readonly json?: unknown;
  readonly data?: unknown;
  readonly paginator: Readonly<Record<string, unknown>>;
  readonly partition_router: readonly Readonly<Record<string, unknown>>[];
}

/** What is wrong with `data`, each by itself. */
export function faultsOfData({ json, data, paginator, partition_router: routers }: Endpoint): string[] {
  if (data === undefined) return [];
  const faults = json === undefined ? [] : ['is given beside json; a request has one body'];
  if (typeof data !== 'string') return faults;
  const isSet = (key: string) => paginator[key] !== undefined && paginator[key] !== null;
  const bodyPath = Object.keys(paginator).find((key) => key.endsWith('_body_path') && isSet(key));
  const isInjected = routers.some(({ request_option: option }) => {
    return (option as { inject_into?: unknown } | undefined)?.inject_into === 'body';
  });
  const taker = bodyPath === undefined ? (isInjected ? 'the partition_router' : undefined) : bodyPath;
  if (taker === undefined) return faults;
  return [...faults, `is a text, into which ${taker} can put nothing; write it as an object, or use json`];
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
