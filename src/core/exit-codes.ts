// The exit codes: one table, which the help and the README print.

export const exits = {
  complete: {
    code: 0,
    meaning:
      'every selected resource complete, no more rejects than --max-rejects allows; or the reader has gone (| head)',
  },
  internal: { code: 1, meaning: 'a fault in penstock itself' },
  usage: { code: 2, meaning: 'command line or pipeline file wrong; nothing was requested' },
  auth: { code: 3, meaning: 'authentication refused' },
  source: { code: 4, meaning: 'the API gave what no other attempt will mend' },
  transient: { code: 5, meaning: 'a fault outlasted its retries; another run may work' },
  partial: { code: 6, meaning: 'partial: some resources failed, or more records were rejected than allowed' },
  output: { code: 7, meaning: 'the output cannot be written' },
  state: { code: 8, meaning: 'what earlier runs left is corrupt, foreign or in use' },
  hangup: { code: 129, meaning: 'ended by SIGHUP' },
  interrupt: { code: 130, meaning: 'ended by SIGINT' },
  terminate: { code: 143, meaning: 'ended by SIGTERM' },
} as const satisfies Record<string, { readonly code: number; readonly meaning: string }>;
