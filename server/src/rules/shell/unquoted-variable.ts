/** `unquoted-variable`: values that the shell splits at blanks and expands. */

import type { ShellCommand } from '../../lint/command.ts'
import { insert } from '../../lint/edits.ts'
import type { LintFile } from '../../lint/lint-file.ts'
import type { Fix, Rule } from '../../lint/rule.ts'
import type { ShellVariable } from '../../syntax/shell.ts'
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
  *check(file) {
    for (const command of file.shellCommands()) {
      if (isInString(command)) continue
      for (const variable of variablesIn(command)) {
        if (isPlain(file, command, variable.name)) continue
        const range = command.fileRange(variable)
        yield {
          range,
          message: `\`${file.slice(range)}\` is split at blanks; put it in double quotes`,
          get fixes(): readonly Fix[] {
            return [
              {
                title: 'Quote the variable',
                safety: 'unsafe',
                edits: [insert(range.start, '"'), insert(range.end, '"')],
              },
            ]
          },
        }
      }
    }
  },
}

/** The script of `bash -c "…"`: quotes inside would end the string. */
function isInString({ node }: ShellCommand): boolean {
  for (let place = node.context; place; place = place.parent) if (place.kind === 'shell -c') return true
  return false
}

/** Names of lists that are split on purpose, where they are a whole word. */
const lists = /(flags|opts?|options|args|arguments|deps|dependencies|packages|pkgs|list|files|mark|_)$/i

/** The uses in a command's own words, those in its substitutions left to the commands there. */
function variablesIn({ node, script }: ShellCommand): readonly ShellVariable[] {
  if (node.words.length === 0 || node.name === '[[') return []
  const first = node.words[0].start
  const last = node.words[node.words.length - 1].end
  const { variables, commands } = script.tree
  const from = lowerBound(variables, first)
  const uses: ShellVariable[] = []
  for (let i = from; i < variables.length && variables[i].start < last; i++) {
    const variable = variables[i]
    if (variable.assigned || variable.quoted || variable.guarded || !/^[A-Za-z_]\w*$/.test(variable.name)) continue
    const word = node.words.find(({ start, end }) => start <= variable.start && variable.end <= end)
    if (!word || /^[A-Za-z_]\w*=/.test(word.text) || word.text.startsWith('$((')) continue
    if (lists.test(variable.name) && /^\$\{?\w+\}?$/.test(word.text)) continue
    uses.push(variable)
  }
  if (uses.length === 0) return uses
  const inner = commands.filter((other) => other.start > node.start && other.end <= node.end && other !== node)
  return uses.filter(
    ({ start }) =>
      !inner.some(
        (other) => other.context?.kind === 'substitution' && other.context.start <= start && start < other.context.end,
      ),
  )
}

function lowerBound(variables: readonly ShellVariable[], offset: number): number {
  let low = 0
  let high = variables.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (variables[middle].start < offset) low = middle + 1
    else high = middle
  }
  return low
}

/** Whether the value is known to be one word: of ENV, ARG or an assignment of the script. */
function isPlain(file: LintFile, { script, instruction }: ShellCommand, name: string): boolean {
  if (isPlatformArg(name)) return true
  const assignments = script.tree.commands.flatMap((command) => command.assignments.filter((a) => a.name === name))
  if (assignments.length > 0)
    return assignments.every(({ value }) => value?.value !== undefined && isOneWord(value.value))
  if (script.tree.variables.some((variable) => variable.assigned && variable.name === name)) return false
  const inImage = file.facts.image(file.stageOf(instruction))?.env
  const value =
    file.scopes.lookup(instruction, name)?.value ??
    (inImage && Object.hasOwn(inImage, name) ? (inImage[name] ?? 'x') : undefined)
  return value !== undefined && isOneWord(value)
}

function isOneWord(value: string): boolean {
  return value !== '' && !/[\s*?[\]]/.test(value)
}
