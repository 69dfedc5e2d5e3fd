export { type CheckOptions, check } from './check.ts';
export type { Part } from './inspect.ts';
export type { Parsed, Schemas, ValidOptions } from './parsed.ts';
export type { AsyncSchema, Checked, OutputOf, SchemaResult, StandardSchema } from './schema.ts';
