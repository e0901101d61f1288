// Sixteen processes with two killed: into a directory, and into a bucket of moto's, which DuckDB reads by httpfs.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { startCrm } from '../../../../fixtures/crm/server.ts';
import { call, pythonWith, type Trial } from '../trial.ts';
import { startMoto } from './moto.ts';
import { type Dialect, PENSTOCK, root, runSixteen } from './sixteen.ts';

const DIALECTS: readonly Dialect[] = ['crm-oauth2', 'crm-api-key'];
const BUCKET = 'exports';

/** Of each resource: rows, and different keys. */
type Counts = Readonly<Record<string, readonly [rows: number, keys: number]>>;

export const processes: Trial = {
  about: 'both CRMs by sixteen processes into a directory, two of them killed and started again',
  run: () =>
    each(async (directory) => ({
      placeOf: (dialect) => path.join(directory, dialect),
      environment: {},
      stop: async () => {},
    })),
};

export const s3: Trial = {
  about: 'the same into a bucket (moto), read by DuckDB over httpfs',
  async run() {
    const store = await startMoto(BUCKET);
    return each(async () => ({
      placeOf: (dialect) => `s3://${BUCKET}/${dialect}`,
      environment: store.environment,
      stop: () => store.stop(),
    }));
  },
};

interface Places {
  placeOf(dialect: Dialect): string;
  readonly environment: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

async function each(open: (directory: string) => Promise<Places>): Promise<readonly string[]> {
  const directory = mkdtempSync(path.join(os.tmpdir(), 'penstock-shards-'));
  const { placeOf, environment: reach, stop } = await open(directory);
  const environment = { ...reach, PENSTOCK_STATE_DIR: path.join(directory, 'tokens') };
  const told: string[] = [];
  try {
    for (const dialect of DIALECTS) {
      const crm = await startCrm({ latency: 20, rotateRefreshTokens: true });
      try {
        const place = placeOf(dialect);
        const summary = await runSixteen({ crm, dialect, place, format: 'parquet', environment });
        const whole = path.join(directory, `${dialect}-whole`);
        const pipeline = path.join(root, `pipelines/${dialect}.ts`);
        const words = [PENSTOCK, 'run', pipeline, '-o', whole, '-f', 'parquet', '-q'];
        const { code, stderr } = await call(process.execPath, words, {
          environment: { ...environment, ...crm.environment(dialect) },
        });
        if (code !== 0) throw new Error(`the run in one piece ended with ${code}: ${stderr}`);
        const [cut, one] = [
          await countsIn(place, whole, environment),
          await countsIn(whole, whole, environment),
        ];
        if (JSON.stringify(cut) !== JSON.stringify(one))
          throw new Error(`${dialect}: ${JSON.stringify(cut)} is not ${JSON.stringify(one)}`);
        const twice = Object.entries(cut).filter(([, [rows, keys]]) => rows !== keys);
        if (twice.length > 0) throw new Error(`${dialect}: keys that came twice: ${JSON.stringify(twice)}`);
        const rows = Object.values(cut).reduce((sum, [count]) => sum + count, 0);
        told.push(
          `${dialect}: ${rows} records of ${Object.keys(cut).length} resources, each key once`,
          summary,
        );
      } finally {
        await crm.close();
      }
    }
    return told;
  } finally {
    await stop();
    rmSync(directory, { recursive: true, force: true });
  }
}

const COUNT = `
import duckdb, json, os, sys
place, keys = sys.argv[1], json.loads(sys.argv[2])
db = duckdb.connect()
if place.startswith('s3://'):
    import duckdb_extension_httpfs as httpfs
    db.execute(f"LOAD '{os.path.dirname(httpfs.__file__)}/extensions/v{duckdb.__version__}/httpfs.duckdb_extension'")
    host = os.environ['AWS_ENDPOINT_URL'].split('//')[1]
    db.execute(f"SET s3_endpoint='{host}'; SET s3_use_ssl=false; SET s3_url_style='path'; SET s3_region='us-east-1'")
    db.execute(f"SET s3_access_key_id='{os.environ['AWS_ACCESS_KEY_ID']}'; SET s3_secret_access_key='{os.environ['AWS_SECRET_ACCESS_KEY']}'")
manifest = json.loads(db.execute(f"SELECT content FROM read_text('{place}/_manifest.json')").fetchone()[0])
out = {}
for name in sorted(manifest['resources']):
    files = [f"{place}/{f['path']}" for f in manifest['resources'][name]['files']]
    key = ', '.join(f'"{k}"' for k in keys[name]) or '*'
    out[name] = db.execute(f"SELECT (SELECT count(*) FROM read_parquet({files})), (SELECT count(*) FROM (SELECT DISTINCT {key} FROM read_parquet({files})))").fetchone()
print(json.dumps(out))
`;

/** What DuckDB counts in the files that the manifest names. */
async function countsIn(
  place: string,
  whole: string,
  environment: Readonly<Record<string, string>>,
): Promise<Counts> {
  const bin = await pythonWith('duckdb', ['duckdb==1.5.5', 'duckdb-extension-httpfs==1.5.5']);
  const manifest = JSON.parse(readFileSync(path.join(whole, '_manifest.json'), 'utf8'));
  const keys = Object.fromEntries(
    Object.entries(manifest.resources as Record<string, { primary_key?: string[] }>).map(
      ([name, { primary_key = [] }]) => [name, primary_key],
    ),
  );
  const words = ['-c', COUNT, place, JSON.stringify(keys)];
  const { code, stdout, stderr } = await call(path.join(bin, 'python'), words, { environment });
  if (code !== 0) throw new Error(`DuckDB: ${stderr}`);
  return JSON.parse(stdout);
}
