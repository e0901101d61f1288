// The place of an export by its name on the command line.
import { directoryPlace, type ExportPlace } from '../sinks/targets/export-place.ts';
import { refuseUrl } from '../sinks/targets/refuse-url.ts';

/** @throws UsageError for a name that is none */
export async function placeAt(name: string): Promise<ExportPlace> {
  refuseUrl(name, 'PLACE');
  return directoryPlace(name);
}
