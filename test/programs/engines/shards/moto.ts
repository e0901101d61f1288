// moto's server: another implementation of S3 than the one in the tests.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { NotHere, pythonWith } from '../trial.ts';

export interface Store {
  readonly environment: Readonly<Record<string, string>>;
  readonly endpoint: string;
  stop(): Promise<void>;
}

/** @throws NotHere where it cannot be installed */
export async function startMoto(bucket: string): Promise<Store> {
  const bin = await pythonWith('moto', ['moto[server,s3]==5.2.5']);
  const child = spawn(path.join(bin, 'moto_server'), ['-H', '127.0.0.1', '-p', '0'], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const endpoint = await new Promise<string>((resolve, reject) => {
    let said = '';
    const look = (text: string) => {
      said += text;
      const [url] = /http:\/\/127\.0\.0\.1:\d+/.exec(said) ?? [];
      if (url !== undefined) resolve(url);
    };
    child.stdout.setEncoding('utf8').on('data', look);
    child.stderr.setEncoding('utf8').on('data', look);
    child.on('close', () => reject(new NotHere(`moto_server ended: ${said.slice(-300)}`)));
  });
  await fetch(`${endpoint}/${bucket}`, { method: 'PUT' });
  return {
    endpoint,
    environment: {
      AWS_ENDPOINT_URL: endpoint,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'moto',
      AWS_SECRET_ACCESS_KEY: 'moto-has-no-secrets',
    },
    stop: () =>
      new Promise((resolve) => {
        child.on('close', () => resolve());
        child.kill();
      }),
  };
}
