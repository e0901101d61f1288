// One gate per host: requests in flight, requests a second, and the pause that a 429 brings for all.
import PQueue from 'p-queue';
import { sleep } from '../../core/time.ts';
import { Congestion } from './congestion.ts';

export interface ThrottleOptions {
  readonly concurrency: number;
  readonly rateLimit: { readonly requests_per_second: number; readonly burst: number } | null | undefined;
}

// After a pause the waiting requests set out spread over this share of it, not all at once.
const JITTER = 0.1;

export interface Throttle {
  /** Runs a task when the host's gate lets it through. */
  run<T>(host: string, signal: AbortSignal, task: () => Promise<T>): Promise<T>;
  /** Takes note that the host did not keep up: fewer requests at once from here on. */
  slowDown(host: string, startedAt: number): void;
  /** Holds every request to the host for some seconds; the longest pause asked for counts. */
  pause(host: string, seconds: number): void;
}

interface Gate {
  readonly queue: PQueue;
  readonly congestion: Congestion;
  pausedUntil: number;
  lastPause: number;
}

export function createThrottle(options: ThrottleOptions): Throttle {
  const gates = new Map<string, Gate>();
  const gateOf = (host: string) => {
    const known = gates.get(host);
    if (known !== undefined) return known;
    const congestion = new Congestion(options.concurrency);
    const gate = {
      queue: createQueue(congestion.window, options.rateLimit),
      congestion,
      pausedUntil: 0,
      lastPause: 0,
    };
    gates.set(host, gate);
    return gate;
  };

  return {
    async run(host, signal, task) {
      const gate = gateOf(host);
      const start = async () => {
        // A task that got its place before the pause was called must wait too, without giving the place up.
        while (performance.now() < gate.pausedUntil) {
          const left = (gate.pausedUntil - performance.now()) / 1000;
          await sleep(left + gate.lastPause * JITTER * Math.random(), signal);
        }
        const started = performance.now();
        const result = await task();
        gate.congestion.answered(performance.now() - started);
        gate.queue.concurrency = gate.congestion.window;
        return result;
      };
      return gate.queue.add(start, { signal });
    },
    slowDown(host, startedAt) {
      const gate = gateOf(host);
      gate.congestion.refused(startedAt);
      gate.queue.concurrency = gate.congestion.window;
    },
    pause(host, seconds) {
      const gate = gateOf(host);
      const until = performance.now() + seconds * 1000;
      if (until <= gate.pausedUntil) return;
      gate.pausedUntil = until;
      gate.lastPause = seconds;
    },
  };
}

function createQueue(concurrency: number, rateLimit: ThrottleOptions['rateLimit']): PQueue {
  if (!rateLimit) return new PQueue({ concurrency });
  const { requests_per_second: rate, burst } = rateLimit;
  // Strict: a sliding window, since with fixed ones twice the burst could start around their border.
  return new PQueue({ concurrency, intervalCap: burst, interval: (burst / rate) * 1000, strict: true });
}
