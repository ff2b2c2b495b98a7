/** What Bash knows and the shells of Debian (dash) and Alpine (BusyBox ash) do not. Source: both shells, asked. */

import type { ShellConstruct } from '../../syntax/shell.ts'

export type PlainShell = 'dash' | 'ash'

export interface Bashism {
  /** ShellCheck's code. */
  readonly code: string
  /** How it is shown where its text is not. */
  readonly what: string
  readonly instead: string
  /** What the shell makes of it, where that is no error. */
  readonly does?: string
}

const both: readonly PlainShell[] = ['dash', 'ash']
const dash: readonly PlainShell[] = ['dash']

/** Constructs of the grammar, with the shells that lack them. */
export const constructs: Partial<
  Record<ShellConstruct['kind'], Bashism & { readonly lacking: readonly PlainShell[] }>
> = {
  'double-bracket': { code: 'SC3010', lacking: dash, what: '`[[`', instead: '`[`' },
  array: { code: 'SC3030', lacking: both, what: 'an array', instead: 'a list in one variable' },
  'ansi-c-quoting': { code: 'SC3003', lacking: dash, what: "`$'…'`", instead: '`printf`', does: 'keeps the `$` of' },
  'process-substitution': { code: 'SC3001', lacking: dash, what: '`<(…)`', instead: 'a pipe or a file' },
  'here-string': { code: 'SC3011', lacking: both, what: '`<<<`', instead: '`printf … |`' },
  'arithmetic-command': { code: 'SC3006', lacking: both, what: '`((…))`', instead: '`[ … ]` or `$((…))`' },
  'arithmetic-for': { code: 'SC3005', lacking: both, what: '`for ((…))`', instead: '`for i in …` or `while`' },
  select: { code: 'SC3008', lacking: both, what: '`select`', instead: 'an argument: a build cannot ask' },
  'function-keyword': { code: 'SC2112', lacking: dash, what: '`function`', instead: '`name() { … }`' },
  'brace-expansion': {
    code: 'SC3009',
    lacking: both,
    what: '`{a,b}`',
    instead: 'one word for each',
    does: 'leaves as they are the braces of',
  },
  'pipe-stderr': { code: 'SC3029', lacking: both, what: '`|&`', instead: '`2>&1 |`' },
  'redirect-both': {
    code: 'SC3020',
    lacking: dash,
    what: '`&>`',
    instead: '`> file 2>&1`',
    does: 'runs in the background what stands before',
  },
  substring: { code: 'SC3057', lacking: dash, what: '`${name:1:2}`', instead: '`cut`' },
  replacement: { code: 'SC3060', lacking: dash, what: '`${name/a/b}`', instead: '`sed`' },
  indirection: { code: 'SC3053', lacking: both, what: '`${!name}`', instead: '`eval`' },
  'case-modification': { code: 'SC3059', lacking: both, what: '`${name^^}`', instead: '`tr`' },
  'append-assignment': { code: 'SC3024', lacking: both, what: '`+=`', instead: '`name="${name}…"`' },
  'extended-glob': { code: 'SC3002', lacking: both, what: '`@(…)`', instead: '`case`' },
  coprocess: { code: 'SC3007', lacking: both, what: '`coproc`', instead: 'a pipe' },
}

/** Commands that are built into Bash alone. */
export const builtins: Readonly<
  Record<string, { readonly code: string; readonly lacking: readonly PlainShell[]; readonly instead: string }>
> = {
  source: { code: 'SC3046', lacking: dash, instead: '`.`' },
  let: { code: 'SC3039', lacking: dash, instead: '`$((…))`' },
  ...Object.fromEntries(
    [
      ['declare', '`export` or an assignment'],
      ['typeset', '`export` or an assignment'],
      ['pushd', '`cd` in `(…)`'],
      ['popd', '`cd` in `(…)`'],
      ['dirs', '`pwd`'],
      ['shopt', 'nothing: there is no such option'],
      ['mapfile', '`while read`'],
      ['readarray', '`while read`'],
      ['builtin', '`command`'],
      ['caller', 'nothing'],
      ['compgen', '`ls` or `command -v`'],
      ['disown', '`&`'],
    ].map(([name, instead]) => [name, { code: 'SC3044', lacking: both, instead }]),
  ),
}

/** Variables that Bash sets and the others leave empty. */
export const variables: Readonly<Record<string, readonly PlainShell[]>> = {
  RANDOM: dash,
  UID: both,
  EUID: both,
  SECONDS: both,
  OSTYPE: both,
  HOSTTYPE: both,
  MACHTYPE: both,
  BASH_VERSION: both,
  BASH_SOURCE: both,
  FUNCNAME: both,
  PIPESTATUS: both,
}

/** ShellCheck's codes for the commands, options and variables that are not in the tables. */
export const codes = {
  equals: 'SC3014',
  echo: 'SC3037',
  option: 'SC3045',
  trap: 'SC3047',
  signal: 'SC3048',
  set: 'SC3040',
  variable: 'SC3028',
} as const
