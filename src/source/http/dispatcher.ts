// undici's dispatcher for a run: its limits and deadlines, and the proxies that the environment names.
import { Agent, type Dispatcher, EnvHttpProxyAgent } from 'undici';
import type { ClientPlan } from '../../config/pipeline.ts';
import { ConfigError } from '../../core/errors.ts';
import { registerSecret } from '../../core/mask.ts';
import { LONGEST_TIMER_MS } from '../../core/time.ts';

type Limits = Pick<ClientPlan, 'timeout' | 'max_header_bytes'>;
type Environment = Readonly<Record<string, string | undefined>>;

/** Limits and deadlines, as undici spells them. */
export function dispatcherOptions({ timeout, max_header_bytes }: Limits) {
  return {
    connect: { timeout: milliseconds(timeout.connect) },
    headersTimeout: milliseconds(timeout.headers),
    bodyTimeout: milliseconds(timeout.idle),
    maxHeaderSize: max_header_bytes,
  };
}

/**
 * @param options `factory` makes the connections to one origin
 * @throws ConfigError for a proxy that is no address
 */
export function createDispatcher(
  options: ReturnType<typeof dispatcherOptions> & Pick<Agent.Options, 'factory'>,
  environment: Environment,
): Dispatcher {
  const httpProxy = readProxy('HTTP_PROXY', environment);
  const httpsProxy = readProxy('HTTPS_PROXY', environment);
  if (httpProxy === undefined && httpsProxy === undefined) return new Agent(options);
  // A proxy for the world is never meant for this machine itself.
  const noProxy = [read('NO_PROXY', environment), 'localhost', '127.0.0.1', '[::1]']
    .filter(Boolean)
    .join(',');
  return new EnvHttpProxyAgent({ ...options, httpProxy, httpsProxy, noProxy });
}

// undici takes whole milliseconds alone.
function milliseconds(seconds: number): number {
  return Math.min(Math.ceil(seconds * 1000), LONGEST_TIMER_MS);
}

function read(name: string, environment: Environment): string | undefined {
  return environment[name.toLowerCase()] || environment[name] || undefined;
}

// `proxy.example.com:3128` is what many write, and curl takes it for http.
function readProxy(name: string, environment: Environment): string | undefined {
  const written = read(name, environment)?.trim();
  if (written === undefined || written === '') return undefined;
  const address = written.includes('://') ? written : `http://${written}`;
  if (!URL.canParse(address) || !/^https?:$/.test(new URL(address).protocol)) {
    throw new ConfigError(`${name} is not the address of an HTTP proxy`, {
      hint: 'write it as http://host:port, or unset it',
    });
  }
  const { password } = new URL(address);
  if (password !== '') registerSecret(password);
  return address;
}
