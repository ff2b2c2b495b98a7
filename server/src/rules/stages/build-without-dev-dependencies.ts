/** `build-without-dev-dependencies`: a build after an installation for production only. */

import { type BuildStep, buildSteps, type NodeInstall, nodeInstalls } from '../../lint/build-step.ts'
import { remove } from '../../lint/edits.ts'
import type { LintFile } from '../../lint/lint-file.ts'
import type { Fix, Rule } from '../../lint/rule.ts'
import type { Stage } from '../../syntax/stages.ts'

export const buildWithoutDevDependencies: Rule = {
  id: 'build-without-dev-dependencies',
  family: 'stages',
  severity: 'warning',
  fixable: 'unsafe',
  docs: {
    summary: 'The application is built after an installation without development dependencies',
    why: 'Compilers and bundlers are development dependencies, so the build does not find them. A build stage installs everything; only the shipped stage leaves them out.',
    lesson: 'Multi-stage builds (part 3)',
    bad: 'FROM node:24 AS build\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci --omit=dev\nCOPY . .\nRUN npm run build\n',
    good: 'FROM node:24 AS build\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci\nCOPY . .\nRUN npm run build\n',
    exception: 'A project that lists its build tools among the dependencies.',
  },
  check(file, report) {
    const byStage = new Map<Stage | undefined, NodeInstall>()
    const installs = [...nodeInstalls(file)]
    for (const step of buildSteps(file)) {
      if (step.ecosystem !== 'node') continue
      while (installs.length > 0 && installs[0].command.node && isBefore(installs[0], step)) {
        const install = installs.shift() as NodeInstall
        byStage.set(file.stageOf(install.command.instruction), install)
      }
      const install = byStage.get(file.stageOf(step.instruction))
      if (!install?.production || !install.command.unconditional) continue
      byStage.delete(file.stageOf(step.instruction))
      const why = install.flag ? `\`${install.flag.text}\`` : '`NODE_ENV=production`'
      report({
        range: step.command.callRange,
        message: `\`${step.name}\` lacks the development dependencies that ${why} left out above; install everything in a build stage`,
        related: [{ range: install.command.callRange, message: 'only production dependencies are installed here' }],
        fixes: install.flag ? [installAll(file, install.flag)] : undefined,
      })
    }
  },
}

function isBefore(install: NodeInstall, step: BuildStep): boolean {
  return install.command.range.start < step.command.range.start
}

/** Without the flag and the blank in front of it. */
function installAll(
  file: LintFile,
  flag: { readonly start: number; readonly end: number; readonly text: string },
): Fix {
  let { start } = flag
  while (file.text[start - 1] === ' ' || file.text[start - 1] === '\t') start--
  const title = `Install development dependencies too: leave out \`${flag.text}\``
  return { title, safety: 'unsafe', edits: [remove({ start, end: flag.end })] }
}
