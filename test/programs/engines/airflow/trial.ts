// pipelines/deploy/airflow.py in a real Airflow: a mapped task for each of sixteen shards, then the commit.
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { startCrm } from '../../../../fixtures/crm/server.ts';
import { PENSTOCK, root } from '../shards/sixteen.ts';
import { call, pythonWith, type Trial } from '../trial.ts';

export const airflow: Trial = {
  about: 'the DAG of pipelines/deploy/ in Airflow, sixteen mapped tasks and the commit',
  async run() {
    const bin = await pythonWith('airflow', ['apache-airflow==2.11.0']);
    const home = mkdtempSync(path.join(os.tmpdir(), 'penstock-airflow-'));
    const crm = await startCrm();
    try {
      const dags = path.join(home, 'dags');
      mkdirSync(dags);
      copyFileSync(path.join(root, 'pipelines/deploy/airflow.py'), path.join(dags, 'airflow.py'));
      const place = path.join(home, 'out');
      const environment = {
        AIRFLOW_HOME: home,
        AIRFLOW__CORE__LOAD_EXAMPLES: 'False',
        AIRFLOW__CORE__DAGS_FOLDER: dags,
        PENSTOCK: `${process.execPath} ${PENSTOCK}`,
        PENSTOCK_PIPELINE: path.join(root, 'pipelines/crm-api-key.ts'),
        PENSTOCK_PLACE: place,
        PENSTOCK_SHARDS: '16',
        PENSTOCK_RETRY_SECONDS: '1',
        ...crm.environment('crm-api-key'),
      };
      const airflowCommand = path.join(bin, 'airflow');
      for (const words of [
        ['db', 'migrate'],
        ['dags', 'test', 'penstock_crm'],
      ]) {
        const { code, stdout, stderr } = await call(airflowCommand, words, { environment });
        if (code !== 0) throw new Error(`airflow ${words.join(' ')}: ${(stderr + stdout).slice(-1500)}`);
      }
      const { resources, shards } = JSON.parse(readFileSync(path.join(place, '_manifest.json'), 'utf8'));
      const counts = Object.values(resources as Record<string, { records: number; complete: boolean }>);
      if (shards?.count !== 16 || counts.length !== 5 || !counts.every(({ complete }) => complete))
        throw new Error(`not all is in place: ${JSON.stringify(resources).slice(0, 500)}`);
      const records = counts.reduce((sum, one) => sum + one.records, 0);
      const expected = 9260;
      if (records !== expected) throw new Error(`${records} records, not ${expected}`);
      return [`crm-api-key: ${records} records of ${counts.length} resources by 16 mapped tasks`];
    } finally {
      await crm.close();
      rmSync(home, { recursive: true, force: true });
    }
  },
};
