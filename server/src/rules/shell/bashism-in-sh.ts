/** `bashism-in-sh`: what only Bash understands, in a stage whose shell is dash or BusyBox ash. */

import { type CommandWord, type Script, ShellCommand } from '../../lint/command.ts'
import { insert, remove, replace } from '../../lint/edits.ts'
import { insertAbove } from '../../lint/insert-lines.ts'
import type { LintFile } from '../../lint/lint-file.ts'
import type { Edit, Fix, Rule } from '../../lint/rule.ts'
import { bashPath, dialectOf, otherShells } from '../../lint/shell-dialect.ts'
import type { ShellConstruct } from '../../syntax/shell.ts'
import type { Instruction, Range } from '../../syntax/tree.ts'
import { builtins, codes, constructs, type PlainShell, variables } from './bashisms.ts'
import { firstOfStage } from './first-of-stage.ts'

export const bashismInSh: Rule = {
  id: 'bashism-in-sh',
  family: 'shell',
  aliases: [
    ...new Set([...Object.values(constructs), ...Object.values(builtins)].map(({ code }) => code)),
    ...Object.values(codes),
  ],
  severity: 'warning',
  fixable: 'unsafe',
  docs: {
    summary: 'The shell of the stage does not understand what is written for Bash',
    why: '`RUN` uses `/bin/sh`, which is dash on Debian and Ubuntu and BusyBox ash on Alpine. What only Bash knows is an error there, or means something else: dash runs `cmd &> file` in the background.',
    bad: 'FROM debian:13\nRUN source /opt/setup.sh && build\n',
    good: 'FROM debian:13\nRUN . /opt/setup.sh && build\n',
  },
  check(file, report) {
    const found: { readonly run: Instruction; readonly hit: Hit }[] = []
    for (const run of file.instructions('RUN')) {
      if (run.json) continue
      for (const script of file.scripts(run)) {
        const dialect = dialectOf(file, script)
        if (dialect?.name !== 'dash' && dialect?.name !== 'ash') continue
        for (const hit of inScript(file, script, dialect.name, dialect.pipefail)) found.push({ run, hit })
      }
    }
    const firsts = firstOfStage(
      file,
      found.map(({ run }) => run),
    )
    for (const { run, hit } of found) {
      const { range, message, edit, code } = hit
      report({
        range,
        message,
        aliases: code === undefined ? [] : [code],
        fixes: () => fixesFor(file, run, firsts.get(file.stageOf(run)?.index ?? -1), edit?.()),
      })
    }
  },
}

interface Hit {
  readonly range: Range
  readonly message: string
  readonly code?: string
  readonly edit?: () => { readonly title: string; readonly edits: readonly Edit[] } | undefined
}

function inScript(file: LintFile, script: Script, shell: PlainShell, pipefail: boolean | undefined): readonly Hit[] {
  const foreign = otherShells(script)
  const isForeign = ({ start, end }: Range): boolean => foreign.some((span) => span.start <= start && end <= span.end)
  const program = shell === 'dash' ? 'dash' : 'BusyBox ash'
  const hits: Hit[] = []
  const { constructs: found, variables: uses } = script.tree
  const downloads = found.length === 0 ? [] : script.tree.commands.filter(({ name }) => name === 'curl')
  for (const construct of found) {
    const isGlob = construct.kind === 'brace-expansion' && isInside(construct, downloads)
    if (!isGlob && !isForeign(construct)) hits.push(...inConstruct(script, construct, shell, program))
  }
  for (const command of file.commands(script.instruction)) {
    if (command.script === script && !isForeign(command.node))
      hits.push(...inCommand(command, shell, program, pipefail))
  }
  const own = new Set(uses.flatMap(({ assigned, name }) => (assigned ? [name] : [])))
  for (const { name, assigned, guarded, start, end } of uses) {
    if (assigned || guarded || isForeign({ start, end }) || !Object.hasOwn(variables, name)) continue
    if (!variables[name].includes(shell) || own.has(name)) continue
    if (file.scopes.lookup(script.instruction, name)) continue
    hits.push({
      range: place(script, { start, end }),
      message: `\`$${name}\` is empty in ${program}, the shell of this \`RUN\``,
      code: codes.variable,
    })
  }
  return hits
}

function place(script: Script, range: Range): Range {
  return new ShellCommand({ ...emptyNode, ...range }, script).range
}

/** Only its span is asked for. */
const emptyNode = {
  start: 0,
  end: 0,
  name: '',
  nameWord: undefined,
  words: [],
  wrappers: [],
  assignments: [],
  redirects: [],
  pipelineIndex: 0,
  pipelineLength: 1,
  pipeline: { start: 0, end: 0 },
  negated: false,
  background: false,
  operator: '' as const,
  list: { start: 0, end: 0 },
  context: undefined,
}

/** The part of a construct that shows it: the bracket, not all that is in it. */
const marks: Partial<Record<ShellConstruct['kind'], RegExp>> = {
  'double-bracket': /^\[\[/,
  'arithmetic-command': /^\(\(/,
  'function-keyword': /^function/,
  'here-string': /<<</,
  'redirect-both': /&>>?/,
  'pipe-stderr': /\|&/,
}

function inConstruct(script: Script, construct: ShellConstruct, shell: PlainShell, program: string): readonly Hit[] {
  const entry = constructs[construct.kind]
  if (!entry?.lacking.includes(shell)) return []
  const text = script.tree.text.slice(construct.start, construct.end)
  const mark = marks[construct.kind]?.exec(text)
  const start = construct.start + (mark?.index ?? 0)
  const range = place(script, mark ? { start, end: start + mark[0].length } : construct)
  const shown = mark ? entry.what : `\`${text.length > 40 ? `${text.slice(0, 39)}…` : text}\``
  return [
    {
      range,
      message: `${program}, the shell of this \`RUN\`, ${entry.does ?? 'does not know'} ${shown.includes('\n') ? entry.what : shown}; use ${entry.instead}`,
      code: entry.code,
      edit: () => constructEdit(script, construct, text),
    },
  ]
}

/** Whether a span lies in one of others, which are in text order. */
function isInside({ start, end }: Range, spans: readonly Range[]): boolean {
  const index = spans.findLastIndex((span) => span.start <= start)
  return index >= 0 && end <= spans[index].end
}

function constructEdit(
  script: Script,
  { kind, start, end }: ShellConstruct,
  text: string,
): ReturnType<NonNullable<Hit['edit']>> {
  const at = (from: number, to: number): Range => place(script, { start: from, end: to })
  if (kind === 'redirect-both') {
    const append = text.startsWith('&>>')
    const operator = at(start, start + (append ? 3 : 2))
    return {
      title: 'Write it as two redirections',
      edits: [replace(operator, append ? '>>' : '>'), insert(at(start, end).end, ' 2>&1')],
    }
  }
  if (kind === 'pipe-stderr') {
    const bar = start + text.indexOf('|&')
    return { title: 'Write `2>&1 |`', edits: [replace(at(bar, bar + 2), '2>&1 |')] }
  }
  if (kind === 'function-keyword') {
    const match = /^function[ \t]+([A-Za-z_]\w*)([ \t]*\(\))?/.exec(text)
    if (!match) return undefined
    return { title: 'Leave `function` out', edits: [replace(at(start, start + match[0].length), `${match[1]}()`)] }
  }
  return undefined
}

/** Tests that only Bash has behind `[`. */
const tests: ReadonlySet<string> = new Set(['-v', '-R'])

function inCommand(
  command: ShellCommand,
  shell: PlainShell,
  program: string,
  pipefail: boolean | undefined,
): readonly Hit[] {
  const { name, words, nameWord } = command
  if (!nameWord) return []
  const unknown = (
    word: CommandWord,
    what: string,
    instead: string,
    code: string | undefined,
    edit?: Hit['edit'],
  ): Hit => ({
    range: word,
    code,
    message: `${program}, the shell of this \`RUN\`, does not know \`${what}\`; use ${instead}`,
    edit,
  })
  const builtin = Object.hasOwn(builtins, name) && nameWord.text === name ? builtins[name] : undefined
  if (builtin?.lacking.includes(shell)) {
    const edit = name === 'source' ? () => sourceEdit(command, nameWord) : undefined
    return [unknown(nameWord, name, builtin.instead, builtin.code, edit)]
  }
  if (name === '[' || name === 'test') {
    if (shell === 'dash') {
      const equals = words.find(({ text }) => text === '==')
      if (equals) {
        const edit = (): ReturnType<NonNullable<Hit['edit']>> => ({ title: 'Write `=`', edits: [replace(equals, '=')] })
        return [unknown(equals, '==', '`=`', codes.equals, edit)]
      }
    }
    const test = words.find(({ text }) => tests.has(text))
    return test ? [unknown(test, test.text, '`[ -n "${name+x}" ]`', undefined)] : []
  }
  if (name === 'echo' && shell === 'dash') {
    const [flag] = words
    if (!flag || !/^-[nE]*e[neE]*$/.test(flag.text)) return []
    const rest = flag.text.includes('n') ? '-n' : ''
    return [
      {
        range: flag,
        code: codes.echo,
        message: `dash, the shell of this \`RUN\`, prints \`${flag.text}\` as it is; its \`echo\` reads escapes without it`,
        edit: () => ({
          title: rest === '' ? `Leave \`${flag.text}\` out` : `Write \`${rest}\``,
          edits: [rest === '' ? remove({ start: flag.start, end: words[1]?.start ?? flag.end }) : replace(flag, rest)],
        }),
      },
    ]
  }
  if (name === 'read') {
    const flag = words.find(({ text }) => (shell === 'dash' ? /^-[r]*[antsd]/ : /^-[r]*a/).test(text))
    return flag ? [unknown(flag, `read ${flag.text}`, 'another way to read', codes.option)] : []
  }
  if (name === 'export') {
    const flag = words.find(({ text }) => text === '-f' || (text === '-n' && shell === 'dash'))
    return flag
      ? [unknown(flag, `export ${flag.text}`, flag.text === '-n' ? '`unset`' : 'a script file', codes.option)]
      : []
  }
  if (name === 'trap') {
    const signal = words
      .slice(1)
      .find(({ text }) => (shell === 'dash' ? /^(ERR|SIG[A-Z]+)$/ : /^(DEBUG|RETURN)$/).test(text))
    if (!signal) return []
    return [
      unknown(
        signal,
        `trap … ${signal.text}`,
        signal.text.startsWith('SIG') ? `\`${signal.text.slice(3)}\`` : '`EXIT`',
        signal.text.startsWith('SIG') ? codes.signal : codes.trap,
      ),
    ]
  }
  if (name === 'set' && shell === 'dash' && pipefail === false) {
    const option = words.find(({ text }) => text === 'pipefail')
    return option ? [unknown(option, 'set -o pipefail', 'Bash, or a newer release', codes.set)] : []
  }
  return []
}

/** `.` looks a name without a slash up in PATH, where `source` of Bash also takes the working directory. */
function sourceEdit({ operands }: ShellCommand, nameWord: CommandWord): ReturnType<NonNullable<Hit['edit']>> {
  const [target] = operands
  if (!target) return undefined
  const edits = [replace(nameWord, '.')]
  if (!target.text.includes('/') && target.value !== undefined) edits.push(insert(target.start, './'))
  return { title: 'Write `.`', edits }
}

/** SHELL goes above the first RUN of the stage that needs it, and serves all. */
function fixesFor(
  file: LintFile,
  instruction: Instruction,
  first: Instruction | undefined,
  own: { readonly title: string; readonly edits: readonly Edit[] } | undefined,
): readonly Fix[] {
  const fixes: Fix[] = own ? [{ ...own, safety: 'unsafe' }] : []
  const bash = bashPath(file, instruction)
  if (bash !== undefined && first && file.outer(instruction) === instruction && !file.shell(instruction).instruction) {
    fixes.push({
      title: 'Use Bash from here on, also for shell forms of CMD and ENTRYPOINT',
      safety: 'unsafe',
      edits: [insertAbove(file, first, [`SHELL ["${bash}", "-c"]`])],
      effect: { inserts: 1 },
    })
  }
  return fixes
}
