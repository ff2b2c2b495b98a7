/** `rm-variable-root`: a removal that begins at the root when a variable is empty. */

import type { ShellCommand } from '../../lint/command.ts'
import type { LintFile } from '../../lint/lint-file.ts'
import type { Rule } from '../../lint/rule.ts'

export const rmVariableRoot: Rule = {
  id: 'rm-variable-root',
  family: 'shell',
  aliases: ['SC2115'],
  severity: 'warning',
  docs: {
    summary: '`rm -rf` removes from the root directory when a variable is empty',
    why: 'An empty `$DIR` turns `"$DIR"/*` into `/*`: the build goes on, or fails far away, with half of the system gone. `${DIR:?}` stops with a message instead.',
    bad: 'FROM debian:13\nARG DIR\nRUN rm -rf "$DIR"/*\n',
    good: 'FROM debian:13\nARG DIR\nRUN rm -rf "${DIR:?}"/*\n',
  },
  check(file, report) {
    for (const command of file.shellCommands('rm')) {
      if (!command.hasFlag('-r', '-R', '--recursive')) continue
      for (const word of command.operands) {
        const match = /^["']?\$(?:\{([A-Za-z_]\w*)\}|([A-Za-z_]\w*))["']?\/["']?(.*)$/.exec(word.text)
        if (!match || word.text.startsWith("'")) continue
        const name = match[1] ?? match[2] ?? ''
        const rest = match[3].replace(/["']/g, '')
        if (!isSystem(rest) || isKnown(file, command, name)) continue
        report({
          range: word,
          message: `\`${word.text}\` is \`/${rest}\` when \`${name}\` is empty; write \`\${${name}:?}\``,
        })
      }
    }
  },
}

/** Everything, or a folder that the system has at its root. */
function isSystem(rest: string): boolean {
  return /^(\*|\.\*|\{[^}]*\}|bin|boot|dev|etc|home|lib|lib64|mnt|opt|proc|root|run|sbin|srv|sys|tmp|usr|var)?\/?\*?$/.test(
    rest,
  )
}

const always: ReadonlySet<string> = new Set(['HOME', 'PWD', 'OLDPWD'])

/** Whether the variable has a value: a literal one in the script, or one of ENV, ARG or the image. */
function isKnown(file: LintFile, { script, instruction, node }: ShellCommand, name: string): boolean {
  if (always.has(name)) return true
  const assigned = script.tree.variables.some((variable) => {
    return variable.name === name && variable.assigned && variable.start < node.start
  })
  if (assigned) {
    const empty = script.tree.commands.some(({ assignments }) =>
      assignments.some((assignment) => assignment.name === name && (assignment.value?.value ?? 'x') === ''),
    )
    return !empty
  }
  const definition = file.scopes.lookup(instruction, name)
  if (definition) return definition.value !== undefined && definition.value !== ''
  const env = file.facts.image(file.stageOf(instruction))?.env
  return env !== undefined && Object.hasOwn(env, name)
}
