// The client of an S3-speaking store: the AWS SDK, loaded only here, with what the environment says.
import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { S3Client, S3ClientConfig } from '@aws-sdk/client-s3';
import { describe, UsageError } from '../../core/errors.ts';
import { registerSecret } from '../../core/mask.ts';

export type Environment = Readonly<Record<string, string | undefined>>;
type Sdk = typeof import('@aws-sdk/client-s3');

export interface Opened {
  readonly sdk: Sdk;
  readonly client: S3Client;
}

/** What a server that has no checksums of its own compares. */
export function checked(body: Uint8Array): { ContentMD5: string } {
  return { ContentMD5: createHash('md5').update(body).digest('base64') };
}

/** @throws UsageError where the SDK is not installed, or nobody says who asks */
export async function openClient(environment: Environment): Promise<Opened> {
  // Its warning about old releases of Node would stand among our errors.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
  const sdk = await loadSdk();
  const client = new sdk.S3Client({
    ...given(environment),
    // Not every store knows the newer checksums; each piece has its MD5.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    maxAttempts: 5,
  });
  keepDates(client);
  try {
    const { secretAccessKey, sessionToken } = await client.config.credentials();
    for (const secret of [secretAccessKey, sessionToken]) if (secret) registerSecret(secret);
    await client.config.region();
  } catch (error) {
    throw new UsageError(`s3:// cannot be used: ${describe(error)}`, {
      cause: error,
      hint: 'set AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_REGION, or AWS_PROFILE; AWS_ENDPOINT_URL for another store than AWS',
    });
  }
  return { sdk, client };
}

/** What an --env-file says as well as the environment; where nothing is said, the SDK looks further. */
function given(environment: Environment): S3ClientConfig {
  const { AWS_ACCESS_KEY_ID: id, AWS_SECRET_ACCESS_KEY: secret, AWS_SESSION_TOKEN: token } = environment;
  const endpoint = environment.AWS_ENDPOINT_URL_S3 ?? environment.AWS_ENDPOINT_URL;
  const region = environment.AWS_REGION ?? environment.AWS_DEFAULT_REGION;
  return {
    // A store of one's own has no name for each bucket.
    ...(endpoint ? { endpoint, forcePathStyle: true } : {}),
    ...(region ? { region } : endpoint ? { region: 'us-east-1' } : {}),
    ...(id && secret
      ? {
          credentials: {
            accessKeyId: id,
            secretAccessKey: secret,
            ...(token ? { sessionToken: token } : {}),
          },
        }
      : {}),
  };
}

async function loadSdk(): Promise<Sdk> {
  const name = '@aws-sdk/client-s3';
  try {
    return (await import(name)) as Sdk;
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
  try {
    // penstock may be installed elsewhere than the project that uses it.
    const file = createRequire(path.resolve('package.json')).resolve(name);
    const loaded = (await import(pathToFileURL(file).href)) as Sdk & { readonly default?: Sdk };
    return loaded.default ?? loaded;
  } catch (error) {
    throw new UsageError('s3:// needs the AWS SDK, which is not installed', {
      cause: error,
      hint: 'npm install @aws-sdk/client-s3',
    });
  }
}

function isMissing(error: unknown): boolean {
  return ['ERR_MODULE_NOT_FOUND', 'MODULE_NOT_FOUND'].includes((error as { code?: string }).code ?? '');
}

/** The SDK gives no headers with an answer: the date is kept where it gives what else it knows. */
function keepDates(client: S3Client): void {
  client.middlewareStack.add(
    (next) => async (args) => {
      const result = await next(args);
      const { headers } = (result.response ?? {}) as { headers?: Record<string, string> };
      Object.assign(result.output?.$metadata ?? {}, { date: headers?.date });
      return result;
    },
    { step: 'deserialize', priority: 'high', name: 'keepDates' },
  );
}
