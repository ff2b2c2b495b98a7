/** `pipe-without-pipefail`: the status of all but the last command of a pipeline is lost. */

import type { Script, ShellCommand } from '../../lint/command.ts'
import { insert } from '../../lint/edits.ts'
import { insertAbove } from '../../lint/insert-lines.ts'
import type { LintFile } from '../../lint/lint-file.ts'
import type { Fix, Rule } from '../../lint/rule.ts'
import { bashPath, type Dialect, dialectOf, otherShells } from '../../lint/shell-dialect.ts'
import { substitutionsOf } from '../../lint/substitutions.ts'
import type { ShellCommandNode, ShellContext } from '../../syntax/shell.ts'
import type { Instruction, Range } from '../../syntax/tree.ts'
import { firstOfStage } from './first-of-stage.ts'

export const pipeWithoutPipefail: Rule = {
  id: 'pipe-without-pipefail',
  family: 'shell',
  aliases: ['DL4006'],
  severity: 'info',
  fixable: 'unsafe',
  docs: {
    summary: 'Only the last command of a pipeline decides whether the build goes on',
    why: 'When a download fails in front of a pipe, the command behind it may still succeed with nothing to read, and the broken layer is cached. With `pipefail` the first failure ends the build.',
    bad: 'FROM fedora:43\nRUN curl -fsSL https://example.com/list | sort > /list\n',
    good: 'FROM fedora:43\nRUN set -o pipefail && curl -fsSL https://example.com/list | sort > /list\n',
    exception:
      'Commands that end early on purpose, as in `… | head -n 1`, make the one before them fail with a broken pipe.',
  },
  check(file, report) {
    const found: { readonly script: Script; readonly pipe: Pipe; readonly dialect: Dialect | undefined }[] = []
    for (const run of file.instructions('RUN')) {
      if (file.shell(run).pipefail || run.json) continue
      for (const script of file.scripts(run)) {
        const pipe = firstLossyPipe(file, script)
        const dialect = pipe && dialectOf(file, script)
        if (!pipe || (dialect?.pipefail === false && bashPath(file, run) === undefined)) continue
        found.push({ script, pipe, dialect })
        break
      }
    }
    const firsts = firstOfStage(
      file,
      found.map(({ script }) => script.instruction),
    )
    for (const { script, pipe, dialect } of found) {
      report({
        range: pipe.operator,
        message: `a failure of \`${pipe.name}\` goes unnoticed in front of \`|\`; ${advice(dialect)}`,
        fixes: () => fixesFor(file, script, dialect, firsts.get(file.stageOf(script.instruction)?.index ?? -1)),
      })
    }
  },
}

function advice(dialect: Dialect | undefined): string {
  return dialect?.pipefail === true ? 'switch on `pipefail`' : 'use a shell with `pipefail`'
}

interface Pipe {
  readonly operator: Range
  readonly name: string
}

/** The first `|` of a script behind a command that may fail, where the failure would be lost. */
function firstLossyPipe(file: LintFile, script: Script): Pipe | undefined {
  const { text, commands } = script.tree
  if (!text.includes('|')) return undefined
  const options = commands.filter(({ name, words }) => name === 'set' && words.some((word) => word.text === 'pipefail'))
  const values = new Set(
    substitutionsOf(file, script).flatMap(({ owner, context }) => (owner && !owner.nameWord ? [context.start] : [])),
  )
  const byPipeline = new Map<number, ShellCommand[]>()
  for (const command of file.commands(script.instruction)) {
    if (command.script !== script || command.node.pipelineLength < 2) continue
    const members = byPipeline.get(command.node.pipeline.start)
    if (members) members.push(command)
    else byPipeline.set(command.node.pipeline.start, [command])
  }
  const foreign = otherShells(script)
  for (const members of byPipeline.values()) {
    const [first] = members
    const last = members[members.length - 1]
    const { node } = first
    if (members.length !== node.pipelineLength || node.negated || hasPipefailBefore(options, node)) continue
    if (foreign.some(({ start, end }) => start <= node.start && node.end <= end)) continue
    if (isJudgedElsewhere(values, node.context) || isIgnored(text, node) || failsOnNothing(last)) continue
    const lossy = members.findIndex((member, i) => i < members.length - 1 && mayFail(member))
    const command = members[lossy]
    const next = members[lossy + 1]
    if (!command || !next) continue
    const bar = text.indexOf('|', command.node.end)
    if (bar < 0 || bar >= next.node.start) continue
    return {
      operator: command.fileRange({ start: bar, end: bar + 1 }),
      name: command.name || command.node.nameWord?.text || '',
    }
  }
  return undefined
}

/** `set -o pipefail` of the same shell, or of one around it. */
function hasPipefailBefore(options: readonly ShellCommandNode[], node: ShellCommandNode): boolean {
  return options.some(({ start, context }) => {
    if (start >= node.start) return false
    for (let place = node.context; ; place = place.parent) {
      if (place === context || (place && context && place.start === context.start)) return true
      if (!place) return false
    }
  })
}

/** In a condition, or in a substitution whose status nobody asks for (all but `NAME=$(…)`). */
function isJudgedElsewhere(values: ReadonlySet<number>, context: ShellContext | undefined): boolean {
  for (let place = context; place; place = place.parent) {
    if (place.kind === 'condition') return true
    if (place.kind === 'substitution' && !values.has(place.start)) return true
  }
  return false
}

/** `… | cmd || true`. */
function isIgnored(text: string, { pipeline }: ShellCommandNode): boolean {
  return /^\s*\|\|\s*(true|:)(?![\w-])/.test(text.slice(pipeline.end, pipeline.end + 40))
}

/** Commands that print, list or filter what is there: they do not fail, or their failure is of no matter. */
const harmless: ReadonlySet<string> = new Set(
  [
    'echo printf yes true : seq date uname whoami pwd nproc arch env printenv set hostname tty',
    'cat find ls ldd readelf objdump scanelf file getent id ps du df rpm dpkg dpkg-query apt-mark apt-cache',
    'grep egrep fgrep awk gawk mawk sed sort uniq cut tr head tail tee wc rev paste column',
  ].flatMap((line) => line.split(' ')),
)

function mayFail({ name, node, words }: ShellCommand): boolean {
  if (name === '') return node.nameWord !== undefined
  if (harmless.has(name)) return false
  const [first] = words
  if (name === 'go') return first?.text !== 'env' && first?.text !== 'version'
  if (name === 'apk') return first?.text !== 'info' && !words.some(({ text }) => text === '--print-arch')
  return !words.some(({ text }) => text === '--version')
}

/** Commands that fail themselves when nothing, or half of an archive, comes through the pipe. */
function failsOnNothing({ name, words, node }: ShellCommand): boolean {
  const has = (...flags: readonly string[]): boolean => words.some(({ text }) => flags.includes(text))
  const cluster = (letter: string): boolean =>
    words.some(({ text }) => /^-?[a-zA-Z]+$/.test(text) && text.includes(letter))
  switch (name) {
    case 'tar':
    case 'bsdtar':
      return (
        has('--extract', '--get') || (words[0] !== undefined && /^-?[a-zA-Z]*x/.test(words[0].text)) || cluster('x')
      )
    case 'gunzip':
    case 'bunzip2':
    case 'unxz':
    case 'unzstd':
    case 'zcat':
    case 'cpio':
    case 'apt-key':
    case 'patch':
      return true
    case 'gzip':
    case 'xz':
    case 'bzip2':
    case 'zstd':
      return has('--decompress') || cluster('d')
    case 'gpg':
    case 'gpg2':
      return has('--dearmor', '--import', '--decrypt', '--verify')
    default:
      return (
        /^(sha\d+|md5|b2)sum$/.test(name) && node.words.some(({ text }) => /^(-[abd-z]*c[a-z]*|--check)$/.test(text))
      )
  }
}

/** The shell's own switch where it has one; Bash for the rest of the stage where it is in the image. */
function fixesFor(
  file: LintFile,
  script: Script,
  dialect: Dialect | undefined,
  first: Instruction | undefined,
): readonly Fix[] {
  const fixes: Fix[] = []
  const { instruction } = script
  const early = 'a command that ends early, like `head`, then makes the one before it fail'
  const { instruction: shell } = file.shell(instruction)
  if (shell && dialect?.pipefail === true && shell.words.at(-1)?.text === '-c') {
    const last = shell.words[shell.words.length - 1]
    fixes.push({
      title: `Add \`-o pipefail\` to \`SHELL\` (${early})`,
      safety: 'unsafe',
      edits: [insert(last.start, '"-o", "pipefail", ')],
    })
  }
  if (dialect?.pipefail === true) {
    const edit = switchOn(file, script)
    if (edit) fixes.push({ title: `Switch on \`pipefail\` (${early})`, safety: 'unsafe', edits: [edit] })
  }
  const bash = bashPath(file, instruction) ?? (dialect === undefined ? '/bin/bash' : undefined)
  const outer = file.outer(instruction)
  if (!shell && first && bash !== undefined && outer === instruction && dialect?.name !== 'bash') {
    const inImage = bashPath(file, instruction) === undefined ? ', which has to be in the image,' : ''
    fixes.push({
      title: `Use Bash${inImage} with \`pipefail\` from here on (${early})`,
      safety: 'unsafe',
      edits: [insertAbove(file, first, [`SHELL ["${bash}", "-o", "pipefail", "-c"]`])],
      effect: { inserts: 1 },
    })
  }
  return fixes
}

/** `set -o pipefail` in front, or `-o pipefail` at the `set` that the script begins with. */
function switchOn(file: LintFile, script: Script): ReturnType<typeof insert> | undefined {
  const [first] = script.tree.commands
  const command = file.commands(script.instruction).find(({ node }) => node === first)
  if (!first || !command) return undefined
  const { start } = command.range
  if (
    first.name === 'set' &&
    first.context === undefined &&
    first.words.every(({ text }) => /^[-+][a-zA-Z]+$/.test(text))
  ) {
    const end = command.words.at(-1)?.end
    if (end !== undefined) return insert(end, ' -o pipefail')
  }
  if (script.source !== script.instruction.source) {
    const line = file.tree.lineStarts[file.line(start)]
    const indent = /^[ \t]*/.exec(file.text.slice(line, start))?.[0] ?? ''
    return file.text.slice(line, start).trim() === ''
      ? insert(line, `${indent}set -o pipefail${file.newline}`)
      : undefined
  }
  const [statement] = script.tree.statements
  if (!statement) return undefined
  // In front of a list with `||` an `&&` would change what the list means.
  const joint = statement.members.some(({ operator }) => operator === '||') ? ';' : ' &&'
  return insert(command.fileRange(statement).start, `set -o pipefail${joint} `)
}
