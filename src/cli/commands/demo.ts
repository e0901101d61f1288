// penstock demo: the bundled CRM API and the bundled pipelines, from an installed package too.
import type { CommandDeclaration } from '../command.ts';

export const demo = {
  name: 'demo',
  summary: 'run the bundled pipelines against the bundled API, into out/',
  declare: (command) => command.option('-o, --output <directory>', 'where to', 'out'),
  async run({ io, penstock }, { output }: { readonly output: string }) {
    const { runDemo } = await import('../../../fixtures/demo.ts');
    return runDemo(output, io, penstock);
  },
} satisfies CommandDeclaration;
