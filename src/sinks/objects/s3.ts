// An S3-speaking store (AWS, R2, MinIO, …) through the AWS SDK, which is loaded only here.
import { describe, OutputError, UsageError } from '../../core/errors.ts';
import { checked, type Environment, type Opened, openClient } from './s3-client.ts';
import type { Condition, ListedObject, ObjectStore } from './store.ts';
import { uploadTo } from './upload.ts';

// What one copy within the store may be at most.
const LARGEST_COPY = 5 * 1024 ** 3;
const COPY_PART = 1024 ** 3;
const MOST_REMOVED = 1000;

/**
 * @param url `s3://bucket/prefix`
 * @param environment endpoint, region and keys, where it has them (AWS_ENDPOINT_URL, …); else they come by the SDK's own chain
 * @throws UsageError for another URL
 */
export function s3Store(url: string, environment: Environment = process.env): ObjectStore {
  const [, bucket, rest = ''] = /^s3:\/\/([^/?#@:]+)(?:\/([^?#]*))?$/i.exec(url) ?? [];
  if (bucket === undefined) {
    // Not the URL itself: it may hold a password.
    throw new UsageError('the place is no s3://bucket/prefix', {
      hint: 'credentials and endpoint come from the environment: AWS_ACCESS_KEY_ID, AWS_ENDPOINT_URL, …',
    });
  }
  const prefix = rest.replace(/^\/+|\/+$/g, '');
  let opening: Promise<Opened> | undefined;
  const open = () => {
    opening ??= openClient(environment);
    return opening;
  };
  return storeAt(open, bucket, prefix);
}

function storeAt(open: () => Promise<Opened>, bucket: string, prefix: string): ObjectStore {
  const name = ['s3:/', bucket, prefix].filter((part) => part !== '').join('/');
  const keyOf = (key: string) => (prefix === '' ? key : `${prefix}/${key}`);
  const at = (key: string) => ({ Bucket: bucket, Key: keyOf(key) });
  const own = (key: string) => key.slice(prefix === '' ? 0 : prefix.length + 1);
  const attempt = async <T>(action: string, work: (opened: Opened) => Promise<T>): Promise<T> => {
    const opened = await open();
    try {
      return await work(opened);
    } catch (error) {
      throw storeError(`${action} in ${name}`, error);
    }
  };
  const orUndefined = async <T>(work: Promise<T>): Promise<T | undefined> => {
    try {
      return await work;
    } catch (error) {
      if (statusOf(error) === 404 && nameOf(error) !== 'NoSuchBucket') return undefined;
      throw error;
    }
  };

  return {
    name,
    keyOf,
    read: (key) =>
      attempt(`read ${key}`, async ({ sdk, client }) => {
        const got = await orUndefined(client.send(new sdk.GetObjectCommand(at(key))));
        if (got?.Body === undefined) return undefined;
        const { LastModified: written, ETag: etag = '' } = got;
        const now = serverTime(got.$metadata) ?? new Date();
        const age = written === undefined ? 0 : (now.getTime() - written.getTime()) / 1000;
        return { text: await got.Body.transformToString(), etag, age };
      }),
    write: (key, text, condition) =>
      attempt(`write ${key}`, async ({ sdk, client }) => {
        const body = Buffer.from(text);
        const put = new sdk.PutObjectCommand({
          ...at(key),
          Body: body,
          ...checked(body),
          ...headersOf(condition),
        });
        try {
          return (await client.send(put)).ETag ?? '';
        } catch (error) {
          if (condition !== undefined && isRefused(error)) return undefined;
          throw error;
        }
      }),
    upload: (key) => uploadTo(open, at(key), (error) => storeError(`write ${key} in ${name}`, error)),
    stream: (key) =>
      attempt(`read ${key}`, async ({ sdk, client }) => {
        const got = await orUndefined(client.send(new sdk.GetObjectCommand(at(key))));
        return got?.Body as AsyncIterable<Uint8Array> | undefined;
      }),
    copy: (from, to, bytes) =>
      attempt(`write ${to}`, async (opened) => {
        const source = encodeURI(`${bucket}/${from}`).replace(/[+?#]/g, encodeURIComponent);
        if (bytes <= LARGEST_COPY) {
          await opened.client.send(new opened.sdk.CopyObjectCommand({ ...at(to), CopySource: source }));
        } else {
          await copyInParts(opened, at(to), source, bytes);
        }
      }),
    async *list(start) {
      let token: string | undefined;
      do {
        const page = await attempt('list', ({ sdk, client }) =>
          client.send(
            new sdk.ListObjectsV2Command({
              Bucket: bucket,
              Prefix: keyOf(start),
              ...(token === undefined ? {} : { ContinuationToken: token }),
            }),
          ),
        );
        for (const { Key: key, Size: bytes = 0 } of page.Contents ?? [])
          if (key !== undefined) yield { key: own(key), bytes } satisfies ListedObject;
        token = page.NextContinuationToken;
      } while (token !== undefined);
    },
    remove: (keys) =>
      attempt('remove objects', async ({ sdk, client }) => {
        for (let from = 0; from < keys.length; from += MOST_REMOVED) {
          const some = keys.slice(from, from + MOST_REMOVED).map((key) => ({ Key: keyOf(key) }));
          const { Errors: errors = [] } = await client.send(
            new sdk.DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects: some, Quiet: true } }),
          );
          if (errors[0] !== undefined) throw new Error(errors[0].Message ?? errors[0].Code);
        }
      }),
    abortUploads: (isAbandoned) =>
      attempt('end unfinished uploads', async ({ sdk, client }) => {
        let marker: { KeyMarker?: string; UploadIdMarker?: string } = {};
        for (;;) {
          const page = await client.send(
            new sdk.ListMultipartUploadsCommand({ Bucket: bucket, Prefix: keyOf(''), ...marker }),
          );
          for (const { Key: key, UploadId } of page.Uploads ?? []) {
            if (key !== undefined && UploadId !== undefined && isAbandoned(own(key)))
              await orUndefined(
                client.send(new sdk.AbortMultipartUploadCommand({ Bucket: bucket, Key: key, UploadId })),
              );
          }
          if (page.IsTruncated !== true || page.NextKeyMarker === undefined) return;
          marker = {
            KeyMarker: page.NextKeyMarker,
            ...(page.NextUploadIdMarker === undefined ? {} : { UploadIdMarker: page.NextUploadIdMarker }),
          };
        }
      }),
    within: (folder) => storeAt(open, bucket, keyOf(folder)),
  };
}

function headersOf(condition: Condition | undefined): { IfNoneMatch?: string; IfMatch?: string } {
  if (condition === undefined) return {};
  return 'etag' in condition ? { IfMatch: condition.etag } : { IfNoneMatch: '*' };
}

// 409: another write of the same key was under way. With If-Match, 404 says that the object has gone.
function isRefused(error: unknown): boolean {
  return [412, 409].includes(statusOf(error) ?? 0) || nameOf(error) === 'NoSuchKey';
}

async function copyInParts(
  { sdk, client }: Opened,
  to: { readonly Bucket: string; readonly Key: string },
  source: string,
  bytes: number,
): Promise<void> {
  const { UploadId } = await client.send(new sdk.CreateMultipartUploadCommand(to));
  try {
    const Parts: { PartNumber: number; ETag: string | undefined }[] = [];
    for (let from = 0; from < bytes; from += COPY_PART) {
      const PartNumber = Parts.length + 1;
      const range = `bytes=${from}-${Math.min(bytes, from + COPY_PART) - 1}`;
      const copied = await client.send(
        new sdk.UploadPartCopyCommand({
          ...to,
          UploadId,
          PartNumber,
          CopySource: source,
          CopySourceRange: range,
        }),
      );
      Parts.push({ PartNumber, ETag: copied.CopyPartResult?.ETag });
    }
    await client.send(
      new sdk.CompleteMultipartUploadCommand({ ...to, UploadId, MultipartUpload: { Parts } }),
    );
  } catch (error) {
    await client.send(new sdk.AbortMultipartUploadCommand({ ...to, UploadId })).catch(() => {});
    throw error;
  }
}

function statusOf(error: unknown): number | undefined {
  return (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;
}

function nameOf(error: unknown): string {
  return (error as { name?: string }).name ?? '';
}

function storeError(action: string, error: unknown): OutputError {
  const status = statusOf(error);
  const what = [nameOf(error), describe(error)].filter((text, index, all) => all.indexOf(text) === index);
  return new OutputError(
    `cannot ${action}: ${what.join(': ')}${status === undefined ? '' : ` (${status})`}`,
    {
      cause: error,
      hint:
        status === 403
          ? 'the credentials must be allowed to get, put, list and delete objects there, and to list and abort uploads'
          : nameOf(error) === 'NoSuchBucket'
            ? 'make the bucket first, or check AWS_ENDPOINT_URL and AWS_REGION'
            : 'nothing was put in place; earlier files are as they were',
    },
  );
}

function serverTime(metadata: object): Date | undefined {
  const { date } = metadata as { date?: string };
  return date === undefined ? undefined : new Date(date);
}
