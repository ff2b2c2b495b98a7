/** `package-manager-as-command`: containers that start npm and the like instead of the program. */

import { replace } from '../../lint/edits.ts'
import type { LintFile } from '../../lint/lint-file.ts'
import type { Fix, Rule } from '../../lint/rule.ts'
import { parseShell } from '../../syntax/shell.ts'
import type { Instruction } from '../../syntax/tree.ts'

export const packageManagerAsCommand: Rule = {
  id: 'package-manager-as-command',
  family: 'runtime',
  severity: 'info',
  fixable: 'unsafe',
  docs: {
    summary: 'The container starts a package manager, which starts the program',
    why: '`npm start` runs the program through a shell: two or three processes instead of one, and signals such as `SIGTERM` do not reach the program reliably. What the script does can stand in `CMD`.',
    lesson: 'CMD and ENTRYPOINT: exec form (part 3)',
    bad: 'FROM node:24-slim\nWORKDIR /app\nCOPY . .\nUSER node\nCMD ["npm", "start"]\n',
    good: 'FROM node:24-slim\nWORKDIR /app\nCOPY . .\nUSER node\nCMD ["node", "server.js"]\n',
    files: { 'package.json': '{ "scripts": { "start": "node server.js" } }' },
  },
  check(file, report) {
    for (const stage of file.stages) {
      if (!file.facts.isShipped(stage)) continue
      for (const keyword of ['ENTRYPOINT', 'CMD']) {
        const instruction = stage.instructions.findLast((candidate) => candidate.keyword === keyword)
        if (!instruction) continue
        const commands = file.commands(instruction)
        const last = commands.at(-1)
        const script =
          last &&
          scriptName(
            last.name,
            last.operands.map(({ value }) => value ?? ''),
          )
        if (!last?.nameWord || script === undefined) continue
        report({
          range: last.callRange,
          message: `\`${last.name}\` runs the program as a child, which signals may not reach; start the program itself`,
          fixes: () => fixesOf(file, instruction, script),
        })
      }
    }
  },
}

/** The script of package.json that a call runs; undefined for other calls. */
function scriptName(manager: string, operands: readonly string[]): string | undefined {
  const [first, second] = operands
  if (manager !== 'npm' && manager !== 'yarn' && manager !== 'pnpm') return undefined
  if (first === 'start' || first === 'restart' || first === 'test') return first
  if (first === 'run' || first === 'run-script') return second
  return manager === 'yarn' && /^(serve|dev|prod|production|server|develop)/.test(first ?? '') ? first : undefined
}

/** What package.json says, when it is one plain command that the image has, without scripts around it. */
function fixesOf(file: LintFile, instruction: Instruction, script: string): readonly Fix[] {
  if (!instruction.json || instruction.words.length > 3) return []
  const scripts = scriptsOf(file.context?.read('package.json'))
  const text = scripts?.[script]
  if (!scripts || typeof text !== 'string' || scripts[`pre${script}`] || scripts[`post${script}`]) return []
  const { commands, statements, errors, constructs } = parseShell(text)
  const [command] = commands
  if (errors.length > 0 || statements.length !== 1 || commands.length !== 1 || constructs.length > 0) return []
  // Other programs are in node_modules/.bin, which is not on the PATH of the container.
  if (command.name !== 'node' || command.assignments.length > 0 || command.redirects.length > 0) return []
  const words = ['node', ...command.words.map(({ value, glob }) => (glob ? undefined : value))]
  if (words.some((word) => word === undefined) || command.wrappers.length > 0 || command.background) return []
  const array = `[${words.map((word) => JSON.stringify(word)).join(', ')}]`
  return [{ title: `Start \`${text}\` itself`, safety: 'unsafe', edits: [replace(instruction.body, array)] }]
}

function scriptsOf(text: string | undefined): Record<string, unknown> | undefined {
  try {
    const parsed: unknown = JSON.parse(text ?? '')
    const scripts = typeof parsed === 'object' && parsed !== null && 'scripts' in parsed ? parsed.scripts : undefined
    return typeof scripts === 'object' && scripts !== null ? { ...scripts } : undefined
  } catch {
    return undefined
  }
}
