// How a place in an object store is written.

/** `s3://bucket/prefix` */
export const isObjectUrl = (place: string): boolean => /^s3:\/\//i.test(place);
