// The line of Python that prints a dlt config as JSON. penstock runs no Python itself; whoever has dlt has one.

/**
 * Runs a script up to where it hands its config to dlt, with placeholders in place of `dlt.secrets` and `dlt.config`, and
 * prints the config. What JSON has no word for becomes an object with its Python name and source. It holds no double
 * quote, dollar sign or backslash, so that a shell passes it on as it is.
 */
export const PYTHON_LINE = [
  'import dlt,inspect,json,runpy,sys,dlt.sources.rest_api as r',
  "N=lambda f:type('N',(),{'__getitem__':lambda s,k:f(k),'get':lambda s,k,*a:f(k),'value':f('value')})()",
  "dlt.secrets=N(lambda k:'{secrets.%s}'%k)",
  "dlt.config=N(lambda k:'{env.%s}'%k)",
  'B=(str,int,float,list,dict,type(None))',
  "F=lambda v:dict(v) if hasattr(v,'keys') else {} if callable(v) else {k:x if isinstance(x,B) else str(x) for k,x in getattr(v,'__dict__',{}).items()}",
  "D=lambda v:v.isoformat() if hasattr(v,'isoformat') else list(v) if isinstance(v,(set,frozenset)) else {'@python':getattr(v,'__name__',type(v).__name__),'@source':inspect.getsource(v) if inspect.isfunction(v) else str(v),**F(v)}",
  'P=lambda c,*a,**k:sys.exit(print(json.dumps(c,default=D,skipkeys=True)))',
  'r.rest_api_source=r.rest_api_resources=P',
  "[P(v) for v in runpy.run_path(sys.argv[1],run_name='__main__').values() if isinstance(v,dict) and 'client' in v]",
].join(';');

/** The whole command for a script. */
export function pythonCommand(file: string): string {
  return `python -c "${PYTHON_LINE}" ${file} | penstock convert -`;
}
