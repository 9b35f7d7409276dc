/** A command as a completion needs it. */
export interface Completable {
  readonly name: string;
  readonly description: string;
  readonly options: readonly { readonly long: string; readonly description: string; readonly values: readonly string[] }[];
}

export const shells: readonly string[] = ['bash', 'zsh', 'fish'];

/** A static script: completing must not start the tool. Paths complete as the shell does by itself. */
export function completionScript(shell: string, commands: readonly Completable[]): string {
  if (shell === 'fish') return fish(commands);
  return shell === 'zsh' ? zsh(commands) : bash(commands);
}

function bash(commands: readonly Completable[]): string {
  const values = commands.flatMap((command) =>
    command.options.filter((option) => option.values.length > 0).map((option) => `    '${command.name} ${option.long}') words='${option.values.join(' ')}' ;;`),
  );
  return `# why503 completion for bash: source <(why503 completion bash)
_why503() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}" command="\${COMP_WORDS[1]}" words=''
  if [[ $COMP_CWORD -eq 1 ]]; then
    COMPREPLY=($(compgen -W '${commands.map((command) => command.name).join(' ')}' -- "$current"))
    return
  fi
  case "$command $previous" in
${values.join('\n')}
  esac
  if [[ -z $words && $current == -* ]]; then
    case "$command" in
${commands.map((command) => `      ${command.name}) words='${command.options.map((option) => option.long).join(' ')}' ;;`).join('\n')}
    esac
  fi
  if [[ -n $words ]]; then COMPREPLY=($(compgen -W "$words" -- "$current")); else COMPREPLY=($(compgen -f -- "$current")); fi
}
complete -o filenames -F _why503 why503
`;
}

function zsh(commands: readonly Completable[]): string {
  return `#compdef why503
# why503 completion for zsh: why503 completion zsh > "\${fpath[1]}/_why503"
_why503() {
  if (( CURRENT == 2 )); then
    local -a commands=(${commands.map((command) => quoted(`${command.name}:${command.description}`)).join(' ')})
    _describe command commands
    return
  fi
  case $words[2] in
${commands.map((command) => `    ${command.name}) _arguments ${command.options.map((option) => quoted(`${option.long}[${option.description.replaceAll(/[[\]:]/g, ' ')}]${option.values.length > 0 ? `:value:(${option.values.join(' ')})` : ''}`)).join(' ')} '*:file:_files' ;;`).join('\n')}
  esac
}
compdef _why503 why503
`;
}

function fish(commands: readonly Completable[]): string {
  const lines = commands.flatMap((command) => [
    `complete -c why503 -n __fish_use_subcommand -a ${command.name} -d ${quoted(command.description)}`,
    ...command.options.map(
      (option) =>
        `complete -c why503 -n '__fish_seen_subcommand_from ${command.name}' -l ${option.long.slice(2)} -d ${quoted(option.description)}${option.values.length > 0 ? ` -x -a ${quoted(option.values.join(' '))}` : ''}`,
    ),
  ]);
  return `# why503 completion for fish: why503 completion fish > ~/.config/fish/completions/why503.fish\n${lines.join('\n')}\n`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
