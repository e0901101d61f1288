// A place of output is a path: a URL taken for one would become a local folder called "s3:", and the run a success.
import { UsageError } from '../../core/errors.ts';

// At least two letters, so that the drive of a Windows path is none.
const SCHEME = /^([a-z][a-z\d+.-]+):\/\//i;

/**
 * @param place undefined where none was given
 * @param name how messages call it
 * @throws UsageError for a URL
 */
export function refuseUrl(place: string | undefined, name: string): void {
  const scheme = SCHEME.exec(place ?? '')?.[1]?.toLowerCase();
  if (scheme === undefined) return;
  // Not the URL itself: it may hold a password.
  throw new UsageError(`${name} is a path, and ${scheme}:// is a URL`, {
    hint:
      scheme === 'file'
        ? 'give the path alone'
        : 'of the stores that are no file system, s3:// alone is known: gs:// and others by their S3 endpoint, AWS_ENDPOINT_URL; else write into a directory, and copy it there, its _manifest.json last',
  });
}
