/** Whether a variable among a command's words might bring flags that nobody sees in the file. */

import type { ShellCommand } from './command.ts'
import type { LintFile } from './lint-file.ts'

/**
 * Whether one of the operands is nothing but an unquoted variable or substitution whose value is not known to be free
 * of flags. Values of flags, and words with something around the variable (`$URL/file`), bring none.
 */
export function mayBringFlags(file: LintFile, command: ShellCommand): boolean {
  return command.operands.some((word) => {
    if (word.value !== undefined || word.quoted) return false
    if (/^(\$\(|`)/.test(word.text)) return true
    const name = /^\$(?:\{(\w+)\}|(\w+))$/.exec(word.text)
    return name !== null && !isFreeOfFlags(valueOf(file, command, name[1] ?? name[2]))
  })
}

function isFreeOfFlags(value: string | undefined): boolean {
  return value !== undefined && !/(^|\s)-/.test(value)
}

/** The value by an assignment of the script, ENV or the image; a build argument can be anything. */
function valueOf(file: LintFile, { script, instruction }: ShellCommand, name: string): string | undefined {
  const own = assignments(file, { script, instruction })
  if (own.has(name)) return own.get(name)
  const definition = file.scopes.lookup(instruction, name)
  if (definition) return definition.kind === 'env' ? definition.value : undefined
  const inImage = file.facts.image(file.stageOf(instruction))?.env
  return inImage && Object.hasOwn(inImage, name) ? (inImage[name] ?? undefined) : undefined
}

/** By name, all literal values of a script put together; none for names that get anything else. */
function assignments(
  file: LintFile,
  { script, instruction }: Pick<ShellCommand, 'script' | 'instruction'>,
): ReadonlyMap<string, string | undefined> {
  const { offset, source, tree } = script
  const place = `${instruction.index}:${instruction.start}:${source.fileStarts[0]}:${offset}`
  return file.once(`literal assignments of ${place}`, () => {
    const values = new Map<string, string | undefined>()
    for (const { name, value } of tree.commands.flatMap((command) => command.assignments)) {
      const before = values.has(name) ? values.get(name) : ''
      values.set(name, before === undefined || value?.value === undefined ? undefined : `${before} ${value.value}`)
    }
    for (const { name, assigned } of tree.variables) if (assigned && !values.has(name)) values.set(name, undefined)
    return values
  })
}
