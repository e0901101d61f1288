// What a pipeline file is written in; apart from the printers, which load what they print with.
export const LANGUAGES = ['ts', 'json', 'yaml'] as const;
export type Language = (typeof LANGUAGES)[number];
