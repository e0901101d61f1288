// The registry of paginators: a new one is a file beside this one and a line here.
import { auto } from './auto.ts';
import { cursor } from './cursor.ts';
import { headerCursor } from './header-cursor.ts';
import { headerLink } from './header-link.ts';
import { jsonLink, jsonResponse } from './json-link.ts';
import { offset } from './offset.ts';
import { pageNumber } from './page-number.ts';
import { singlePage } from './single-page.ts';

export const paginators = [
  auto,
  singlePage,
  pageNumber,
  offset,
  cursor,
  jsonLink,
  jsonResponse,
  headerLink,
  headerCursor,
] as const;
