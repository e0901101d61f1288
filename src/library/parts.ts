// What a part of one's own is written with, also in a pipeline file that lies outside any project: the declarations,
// the schema builder, and the small helpers that the built-in parts use.
export { z } from 'zod';
export { bodyPath, condition, positiveInteger, seconds, text, wholeNumber } from '../config/fields.ts';
export { registerSecret } from '../core/mask.ts';
export { compilePath } from '../core/path.ts';
export { type Auth, type AuthDeclaration, declareAuth } from '../source/auth/contract.ts';
export { type OutgoingRequest, withHeader, withQuery } from '../source/http/request.ts';
export {
  type Done,
  declarePaginator,
  done,
  type PageFacts,
  type Paginator,
  type PaginatorDeclaration,
  type Position,
} from '../source/paginators/contract.ts';
export {
  declarePartitionRouter,
  type Partition,
  type PartitionRouterDeclaration,
} from '../source/partitions/contract.ts';
