// dlt's spelling of the parts of a client or an endpoint: auth, paginator, response actions.
import { own } from '../core/path.ts';
import { readPaths } from './dlt-paths.ts';
import { type DltReport, dropNulls, isRaw, type Path, type Raw } from './dlt-report.ts';
import { DLT_LOCATIONS, dltWord } from './dlt-words.ts';

/** In an auth and a paginator null means a key's default. */
export function readParts({ paginator, auth }: Raw, path: Path, report: DltReport): void {
  if (isRaw(paginator)) {
    dropNulls(paginator);
    // Where a value is put into a body is a path of another kind.
    readPaths(paginator, (key) => key.endsWith('_path') && !key.endsWith('_body_path'));
  }
  if (!isRaw(auth)) return;
  dropNulls(auth);
  if (typeof auth.location === 'string') auth.location = own(DLT_LOCATIONS, auth.location) ?? auth.location;
  if (auth.type !== 'oauth2_client_credentials') return;
  for (const key of Object.keys(auth)) {
    const word = dltWord('auth', key);
    if (word === undefined) continue;
    if (word.treatment === 'ignored') report.leaveOut(word.says, [...path, 'auth', key]);
    else report.refuse(word.says, [...path, 'auth', key]);
    delete auth[key];
  }
}

/** A status may be written as a text. */
export function readActions(actions: unknown): void {
  for (const action of Array.isArray(actions) ? actions.filter(isRaw) : []) {
    const { status_code: status } = action;
    if (typeof status === 'string' && /^[1-5]\d\d$/.test(status)) action.status_code = Number(status);
    if (action.status_code === null) delete action.status_code;
    if (action.content === null) delete action.content;
  }
}
