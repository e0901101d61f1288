// A URL where a path belongs is refused, and never repeated: it may hold a password.
import { expect, test } from 'vitest';
import { refuseUrl } from '../../../src/sinks/targets/refuse-url.ts';

test.each(['s3://b/c', 'S3://b', 'gs://b/c', 'file:///tmp/x', 'abfs+x://u:pass@b'])(
  '%s is a URL',
  (place) => {
    expect(() => refuseUrl(place, '-o')).toThrow(/^-o is a path, and [a-z\d+]+:\/\/ is a URL$/);
  },
);

test.each([undefined, '-', 'out/', './s3:/b', 'C://out', 'a:b', 's3', 'x/s3://b'])('%s is none', (place) => {
  expect(refuseUrl(place, '-o')).toBeUndefined();
});
