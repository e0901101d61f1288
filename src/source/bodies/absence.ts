// XML has no empty list: when a selector finds nothing, are there no records, or is the selector wrong?
import { own, parsePath } from '../../core/path.ts';

/**
 * Watches the element that holds the records.
 * @param selector of the records; one that is no plain path is never taken to have found none
 */
export function watchAbsence(selector: string) {
  const steps = parsePath(selector)?.slice(0, -1);
  const siblings = new Set<string>();
  const holderIn = (body: unknown) => steps?.reduce<unknown>((value, step) => own(value, String(step)), body);
  return {
    /** Notes what stands beside the records on a page that has some. */
    found(body: unknown): void {
      for (const name of namesIn(holderIn(body))) siblings.add(name);
    },
    /** True where their holder is empty, or holds only what stood beside records before. */
    isEmptyList(body: unknown): boolean {
      const holder = holderIn(body);
      return (
        holder === null || (typeof holder === 'object' && namesIn(holder).every((name) => siblings.has(name)))
      );
    },
  };
}

/** The elements of an element. */
function namesIn(element: unknown): string[] {
  const isObject = typeof element === 'object' && element !== null;
  return isObject ? Object.keys(element).filter((name) => !/^[@#]/.test(name)) : [];
}
