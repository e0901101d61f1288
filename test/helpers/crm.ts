// The bundled CRM API for one test.
import { onTestFinished } from 'vitest';
import { type Crm, type CrmOptions, startCrm } from '../../fixtures/crm/server.ts';

export async function crmServer(options: CrmOptions = {}): Promise<Crm> {
  const crm = await startCrm(options);
  onTestFinished(() => crm.close());
  return crm;
}
