// penstock completion: a script for the shell, from the commands as they are declared.
import { Argument } from 'commander';
import type { CommandDeclaration } from '../command.ts';

type Shell = 'bash' | 'zsh' | 'fish';

interface Described {
  readonly name: string;
  readonly summary: string;
  readonly options: readonly { readonly flag: string; readonly summary: string }[];
}

export const completion = {
  name: 'completion',
  summary: 'print a completion script for the shell',
  examples: [
    'source <(penstock completion bash)',
    'penstock completion fish > ~/.config/fish/completions/penstock.fish',
  ],
  declare: (command) =>
    command.addArgument(new Argument('<SHELL>', 'your shell').choices(['bash', 'zsh', 'fish'])),
  async run({ io, program }, shell: Shell) {
    const described = program.commands.map(
      (command): Described => ({
        name: command.name(),
        summary: command.description(),
        options: command.options.flatMap((option) =>
          option.long === undefined || option.long === null
            ? []
            : [{ flag: option.long, summary: option.description }],
        ),
      }),
    );
    io.stdout.write(shell === 'fish' ? fish(described) : bash(described, shell));
    return 0;
  },
} satisfies CommandDeclaration;

function bash(commands: readonly Described[], shell: 'bash' | 'zsh'): string {
  const cases = commands.map(
    (one) => `    ${one.name}) options="${one.options.map((option) => option.flag).join(' ')}" ;;`,
  );
  const script = `_penstock() {
  local word="\${COMP_WORDS[COMP_CWORD]}" command="\${COMP_WORDS[1]}" options=""
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W "${commands.map((one) => one.name).join(' ')} --help --version" -- "$word"))
    return
  fi
  case "$command" in
${cases.join('\n')}
  esac
  case "$word" in
    -*) COMPREPLY=($(compgen -W "$options --help" -- "$word")) ;;
    *) COMPREPLY=($(compgen -f -- "$word")) ;;
  esac
}
complete -o filenames -F _penstock penstock
`;
  return shell === 'zsh' ? `autoload -U +X bashcompinit && bashcompinit\n${script}` : script;
}

function fish(commands: readonly Described[]): string {
  const quote = (text: string) => `'${text.replaceAll("'", "\\'")}'`;
  const lines = commands.flatMap((one) => [
    `complete -c penstock -n __fish_use_subcommand -a ${one.name} -d ${quote(one.summary)}`,
    ...one.options.map((option) => {
      const when = quote(`__fish_seen_subcommand_from ${one.name}`);
      return `complete -c penstock -n ${when} -l ${option.flag.replace('--', '')} -d ${quote(option.summary)}`;
    }),
  ]);
  return `${lines.join('\n')}\n`;
}
