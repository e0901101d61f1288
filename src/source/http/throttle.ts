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
  /**
   * Waits until the host's gate lets one more request through.
   * @param lane requests whose answers should take about the same time
   * @throws the signal's reason when it ends the wait
   */
  enter(host: string, lane: string, signal: AbortSignal): Promise<Place>;
  /** Takes note that the host did not keep up: fewer requests at once from here on. */
  slowDown(host: string, startedAt: number): void;
  /** Holds every request to the host for some seconds; the longest pause asked for counts. */
  pause(host: string, seconds: number): void;
}

/** A request's place among those in flight. */
export interface Place {
  /** Gives the place up; `milliseconds` that the answer took, where one came. A second call changes nothing. */
  leave(milliseconds?: number): void;
}

interface Windowed {
  readonly queue: PQueue;
  readonly congestion: Congestion;
}

interface Gate extends Windowed {
  readonly lanes: Map<string, Windowed>;
  pausedUntil: number;
  lastPause: number;
}

export function createThrottle(options: ThrottleOptions): Throttle {
  const gates = new Map<string, Gate>();
  const gateOf = (host: string) => {
    const known = gates.get(host);
    if (known !== undefined) return known;
    const gate = { ...windowed(options), lanes: new Map(), pausedUntil: 0, lastPause: 0 };
    gates.set(host, gate);
    return gate;
  };
  const laneOf = (gate: Gate, name: string) => {
    const known = gate.lanes.get(name);
    if (known !== undefined) return known;
    const lane = windowed({ ...options, rateLimit: undefined });
    gate.lanes.set(name, lane);
    return lane;
  };

  return {
    enter(host, name, signal) {
      const gate = gateOf(host);
      const lane = laneOf(gate, name);
      return new Promise((resolve, reject) => {
        const hold = async () => {
          await pauseOver(gate, signal);
          await new Promise<void>((free) => {
            resolve({
              leave(milliseconds) {
                free();
                if (milliseconds === undefined) return;
                gate.congestion.answered();
                lane.congestion.answeredWithin(milliseconds);
                for (const one of [gate, lane]) widen(one);
              },
            });
          });
        };
        lane.queue.add(() => gate.queue.add(hold, { signal }), { signal }).catch(reject);
      });
    },
    slowDown(host, startedAt) {
      const gate = gateOf(host);
      gate.congestion.refused(startedAt);
      widen(gate);
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

// A request that got its place before the pause was called must wait too, without giving the place up.
async function pauseOver(gate: Gate, signal: AbortSignal): Promise<void> {
  while (performance.now() < gate.pausedUntil) {
    const left = (gate.pausedUntil - performance.now()) / 1000;
    await sleep(left + gate.lastPause * JITTER * Math.random(), signal);
  }
}

function windowed({ concurrency, rateLimit }: ThrottleOptions): Windowed {
  const congestion = new Congestion(concurrency);
  return { congestion, queue: createQueue(congestion.window, rateLimit) };
}

function widen({ queue, congestion }: Windowed): void {
  if (queue.concurrency !== congestion.window) queue.concurrency = congestion.window;
}

function createQueue(concurrency: number, rateLimit: ThrottleOptions['rateLimit']): PQueue {
  if (!rateLimit) return new PQueue({ concurrency });
  const { requests_per_second: rate, burst } = rateLimit;
  // Strict: a sliding window, since with fixed ones twice the burst could start around their border.
  return new PQueue({ concurrency, intervalCap: burst, interval: (burst / rate) * 1000, strict: true });
}
