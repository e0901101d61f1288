// The doubts about a page that the chain of pages itself raises, beside those that evidence does.
import type { Doubt } from './evidence/gather.ts';

export const REPEAT: Doubt = {
  kind: 'repeat',
  message: 'a page came whose records an earlier page held',
  hint: '',
};

export const EMPTY: Doubt = { kind: 'empty', message: '', hint: '' };

export const HOLE: Doubt = {
  kind: 'hole',
  message: 'this page holds no records, although the one behind it does',
  hint: 'run again; a page that is broken for good can be left out by response_actions',
};

// Some APIs end so; an answer that broke looks the same.
export const BLANK: Doubt = {
  kind: 'blank',
  message:
    'the page before said that there is more, and this one holds neither a list of records nor a next page',
  hint: 'run again; where this is how the API ends, say so by has_more_path or stop_condition',
};
