// What became of a resource in a run.

/**
 * complete: every record the API had to give; limited: ended by --limit or a configured maximum;
 * partial: read to its end, but more of its records were rejected than allowed; failed: see its error;
 * stopped: ended with the run.
 */
export const RESOURCE_STATUSES = ['complete', 'limited', 'partial', 'failed', 'stopped'] as const;
export type ResourceStatus = (typeof RESOURCE_STATUSES)[number];
