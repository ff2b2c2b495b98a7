/** `unquoted-variable`: values that the shell splits at blanks and expands. */

import type { Script, ShellCommand } from '../../lint/command.ts'
import { insert } from '../../lint/edits.ts'
import type { LintFile } from '../../lint/lint-file.ts'
import type { Fix, Rule } from '../../lint/rule.ts'
import { substitutionsOf } from '../../lint/substitutions.ts'
import { firstAt } from '../../syntax/first-at.ts'
import type { ShellContext, ShellVariable } from '../../syntax/shell.ts'
import { isPlatformArg } from '../../syntax/stages.ts'

export const unquotedVariable: Rule = {
  id: 'unquoted-variable',
  family: 'shell',
  aliases: ['SC2086'],
  severity: 'off',
  fixable: 'unsafe',
  docs: {
    summary: 'An unquoted variable is split at blanks and expanded',
    why: 'A value with a blank or a `*` in it becomes several words. In quotes it stays what it is.',
    bad: 'FROM debian:13\nARG DIR\nRUN mkdir $DIR\n',
    good: 'FROM debian:13\nARG DIR\nRUN mkdir "$DIR"\n',
    exception: 'A list of words, such as packages or options, is split on purpose.',
  },
  check(file, report) {
    let facts: ScriptFacts | undefined
    for (const command of file.shellCommands()) {
      if (facts?.script !== command.script) facts = readScript(file, command.script)
      if (isInString(command)) continue
      for (const variable of variablesIn(command, facts)) {
        if (isPlain(file, command, facts, variable.name)) continue
        const range = command.fileRange(variable)
        report({
          range,
          message: `\`${file.slice(range)}\` is split at blanks; put it in double quotes`,
          fixes(): readonly Fix[] {
            return [
              {
                title: 'Quote the variable',
                safety: 'unsafe',
                edits: [insert(range.start, '"'), insert(range.end, '"')],
              },
            ]
          },
        })
      }
    }
  },
}

interface ScriptFacts {
  readonly script: Script
  /** Uses that may be split, each with the substitution that it stands in. */
  readonly uses: readonly { readonly variable: ShellVariable; readonly substitution: number | undefined }[]
  /** Names that the script sets, with whether every value is one word. */
  readonly assigned: ReadonlyMap<string, boolean>
}

function readScript(file: LintFile, script: Script): ScriptFacts {
  const { variables, commands } = script.tree
  const assigned = new Map<string, boolean>()
  for (const variable of variables) if (variable.assigned) assigned.set(variable.name, false)
  const plain = new Map<string, boolean>()
  for (const { name, value } of commands.flatMap(({ assignments }) => assignments)) {
    const isPlainValue = value?.value !== undefined && isOneWord(value.value)
    plain.set(name, isPlainValue && plain.get(name) !== false)
  }
  for (const [name, isPlainName] of plain) assigned.set(name, isPlainName)
  const contexts = substitutionsOf(file, script).map(({ context }) => context)
  const open: ShellContext[] = []
  const uses: { variable: ShellVariable; substitution: number | undefined }[] = []
  // What `bash -c "$X"` has as its script is seen twice: in the string, and as the script's own text.
  const inQuotes = new Set(variables.filter(({ quoted }) => quoted).map(({ start }) => start))
  let next = 0
  for (const variable of variables) {
    while (next < contexts.length && contexts[next].start <= variable.start) open.push(contexts[next++])
    while (open.length > 0 && open[open.length - 1].end <= variable.start) open.pop()
    if (variable.assigned || inQuotes.has(variable.start) || variable.guarded || !/^[A-Za-z_]\w*$/.test(variable.name))
      continue
    uses.push({ variable, substitution: open.at(-1)?.start })
  }
  return { script, uses, assigned }
}

/** The script of `bash -c "…"`: quotes inside would end the string. */
function isInString({ node }: ShellCommand): boolean {
  for (let place = node.context; place; place = place.parent) if (place.kind === 'shell -c') return true
  return false
}

/** Names of lists that are split on purpose, where they are a whole word. */
const lists = /(flags|opts?|options|args|arguments|deps|dependencies|packages|pkgs|list|files|mark|_)$/i

/** The uses in a command's own words, those in its substitutions left to the commands there. */
function variablesIn({ node }: ShellCommand, { uses }: ScriptFacts): readonly ShellVariable[] {
  if (node.words.length === 0) return []
  const last = node.words[node.words.length - 1].end
  let own: number | undefined
  for (let place = node.context; place && own === undefined; place = place.parent) {
    if (place.kind === 'substitution') own = place.start
  }
  const found: ShellVariable[] = []
  let at = 0
  for (let i = lowerBound(uses, node.words[0].start); i < uses.length && uses[i].variable.start < last; i++) {
    const { variable, substitution } = uses[i]
    if (substitution !== own) continue
    while (at < node.words.length && node.words[at].end < variable.end) at++
    const word = node.words[at]
    if (!word || word.start > variable.start || /^[A-Za-z_]\w*=/.test(word.text) || word.text.startsWith('$(('))
      continue
    if (lists.test(variable.name) && /^\$\{?\w+\}?$/.test(word.text)) continue
    found.push(variable)
  }
  return found
}

function lowerBound(uses: ScriptFacts['uses'], offset: number): number {
  return firstAt(uses.length, (index) => uses[index].variable.start >= offset)
}

/** Whether the value is known to be one word: of ENV, ARG, the image or an assignment of the script. */
function isPlain(file: LintFile, { instruction }: ShellCommand, { assigned }: ScriptFacts, name: string): boolean {
  if (isPlatformArg(name)) return true
  const own = assigned.get(name)
  if (own !== undefined) return own
  const definition = file.scopes.lookup(instruction, name)
  if (definition) return definition.value !== undefined && isOneWord(definition.value)
  const inImage = file.facts.image(file.stageOf(instruction))?.env
  return inImage !== undefined && Object.hasOwn(inImage, name) && isOneWord(inImage[name] ?? 'x')
}

function isOneWord(value: string): boolean {
  return value !== '' && !/[\s*?[\]]/.test(value)
}
