// The place of an export by its name on the command line.
import type { Environment } from '../config/environment.ts';
import { directoryPlace, type ExportPlace } from '../sinks/targets/export-place.ts';
import { isObjectUrl } from '../sinks/targets/object-url.ts';
import { refuseUrl } from '../sinks/targets/refuse-url.ts';

/**
 * @param environment keys and addresses of stores
 * @throws UsageError for a name that is none
 */
export async function placeAt(name: string, environment: Environment): Promise<ExportPlace> {
  if (!isObjectUrl(name)) {
    refuseUrl(name, 'PLACE');
    return directoryPlace(name);
  }
  const [{ s3Store }, { objectPlace }] = await Promise.all([
    import('../sinks/objects/s3.ts'),
    import('../sinks/objects/place.ts'),
  ]);
  return objectPlace(s3Store(name, environment));
}
