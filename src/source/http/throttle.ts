// One gate per host: requests in flight, requests a second, and the pause that a 429 brings for all.
import PQueue from 'p-queue';
import { sleep } from '../../core/time.ts';
import { Congestion } from './congestion.ts';
import { Lane } from './lane.ts';

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

interface Gate {
  readonly queue: PQueue;
  readonly congestion: Congestion;
  readonly lanes: Map<string, Lane>;
  pausedUntil: number;
  lastPause: number;
}

export function createThrottle(options: ThrottleOptions): Throttle {
  const gates = new Map<string, Gate>();
  const gateOf = (host: string) => {
    const known = gates.get(host);
    if (known !== undefined) return known;
    const congestion = new Congestion(options.concurrency);
    const queue = createQueue(congestion.window, options.rateLimit);
    const gate = { queue, congestion, lanes: new Map(), pausedUntil: 0, lastPause: 0 };
    gates.set(host, gate);
    return gate;
  };
  const laneOf = (gate: Gate, name: string) => {
    const known = gate.lanes.get(name);
    if (known !== undefined) return known;
    const lane = new Lane(options.concurrency);
    gate.lanes.set(name, lane);
    return lane;
  };

  return {
    async enter(host, name, signal) {
      const gate = gateOf(host);
      const lane = laneOf(gate, name);
      await lane.enter(signal);
      try {
        const free = await takePlace(gate, signal);
        return placeOf(gate, lane, free);
      } catch (error) {
        lane.leave(undefined);
        throw error;
      }
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

/** @returns a function that gives the place up */
function takePlace(gate: Gate, signal: AbortSignal): Promise<() => void> {
  return new Promise((resolve, reject) => {
    const hold = async () => {
      await pauseOver(gate, signal);
      await new Promise<void>((free) => resolve(free));
    };
    gate.queue.add(hold, { signal }).catch(reject);
  });
}

function placeOf(gate: Gate, lane: Lane, free: () => void): Place {
  let isLeft = false;
  return {
    leave(milliseconds) {
      if (isLeft) return;
      isLeft = true;
      free();
      lane.leave(milliseconds);
      if (milliseconds === undefined) return;
      gate.congestion.answered();
      widen(gate);
    },
  };
}

function widen({ queue, congestion }: Gate): void {
  if (queue.concurrency !== congestion.window) queue.concurrency = congestion.window;
}

function createQueue(concurrency: number, rateLimit: ThrottleOptions['rateLimit']): PQueue {
  if (!rateLimit) return new PQueue({ concurrency });
  const { requests_per_second: rate, burst } = rateLimit;
  // Strict: a sliding window, since with fixed ones twice the burst could start around their border.
  return new PQueue({ concurrency, intervalCap: burst, interval: (burst / rate) * 1000, strict: true });
}
