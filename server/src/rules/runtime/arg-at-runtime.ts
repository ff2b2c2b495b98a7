/** `arg-at-runtime`: commands of the container that read what only the build has. */

import { isSecretName } from '../../knowledge/secrets.ts'
import { casedLike, insertBehind } from '../../lint/insert-lines.ts'
import type { LintFile } from '../../lint/lint-file.ts'
import type { Fix, Rule } from '../../lint/rule.ts'
import { fileRange } from '../../syntax/joined-text.ts'
import type { Definition } from '../../syntax/scope.ts'
import type { GlobalArg, Stage } from '../../syntax/stages.ts'
import type { Instruction } from '../../syntax/tree.ts'

export const argAtRuntime: Rule = {
  id: 'arg-at-runtime',
  family: 'runtime',
  severity: 'warning',
  fixable: 'unsafe',
  docs: {
    summary: 'A container command reads an `ARG`, which only the build knows',
    why: 'Arguments are gone when the image is built. The shell that runs `CMD` finds the variable empty, unless an `ENV` keeps its value or `docker run -e` gives it one.',
    lesson: 'ENV and ARG (part 3)',
    bad: 'FROM python:3.14-slim\nARG PORT=8000\nCMD python -m http.server $PORT\n',
    good: 'FROM python:3.14-slim\nARG PORT=8000\nENV PORT=$PORT\nCMD python -m http.server $PORT\n',
  },
  check(file, report) {
    for (const instruction of file.instructions('CMD', 'ENTRYPOINT', 'HEALTHCHECK')) {
      const stage = file.stageOf(instruction)
      if (!stage || file.outer(instruction) !== instruction) continue
      const seen = new Set<string>()
      for (const { script, name, start, end } of variablesOf(file, instruction)) {
        if (seen.has(name)) continue
        seen.add(name)
        const definition = argOnly(file, stage, name)
        if (!definition) continue
        report({
          range: fileRange(script.source, start + script.offset, end + script.offset),
          message: `\`${name}\` is a build argument, which the container does not have; keep it with \`ENV ${name}=$${name}\``,
          related: [{ range: { start: definition.start, end: definition.end }, message: 'The argument' }],
          fixes: () => fixesOf(file, stage, name, definition),
        })
      }
    }
  },
}

/** Variables that a shell reads, without those that it sets itself or has a default for. */
function variablesOf(file: LintFile, instruction: Instruction) {
  return file.scripts(instruction).flatMap((script) => {
    const assigned = new Set(script.tree.variables.filter((variable) => variable.assigned).map(({ name }) => name))
    return script.tree.variables
      .filter((variable) => !variable.assigned && !variable.guarded && !assigned.has(variable.name))
      .map(({ name, start, end }) => ({ script, name, start, end }))
  })
}

/** The argument that a name is, when no ENV of the file or of the base image has it too. */
function argOnly(file: LintFile, stage: Stage, name: string): Definition | GlobalArg | undefined {
  const facts = file.facts.image(stage)
  if (facts && (Object.hasOwn(facts.env, name) || facts.runtimeEnv.includes(name))) return undefined
  const definition = file.scopes.atEnd(stage, name)
  if (definition) return definition.kind === 'arg' ? definition : undefined
  return file.graph.globalArgs.get(name)
}

function fixesOf(file: LintFile, stage: Stage, name: string, definition: Definition | GlobalArg): readonly Fix[] {
  if (isSecretName(name)) return []
  const isGlobal = file.stageOf(definition.instruction) === undefined
  const neighbour = isGlobal ? stage.from : definition.instruction
  if (!isGlobal && file.stageOf(neighbour) !== stage) return []
  const lines = [`${casedLike(file, neighbour, 'ENV')} ${name}=$${name}`]
  if (isGlobal) lines.unshift(`${casedLike(file, neighbour, 'ARG')} ${name}`)
  const edit = insertBehind(file, neighbour, lines)
  return edit
    ? [
        {
          title: `Keep it with \`ENV ${name}=$${name}\``,
          safety: 'unsafe',
          edits: [edit],
          effect: { inserts: lines.length },
        },
      ]
    : []
}
