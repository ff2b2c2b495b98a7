/** `dev-dependencies-in-final-image`: development dependencies in the shipped stage. */

import { buildSteps, type NodeInstall, nodeInstalls } from '../../lint/build-step.ts'
import { insert } from '../../lint/edits.ts'
import type { LintFile } from '../../lint/lint-file.ts'
import type { Fix, Rule } from '../../lint/rule.ts'
import type { Stage } from '../../syntax/stages.ts'

export const devDependenciesInFinalImage: Rule = {
  id: 'dev-dependencies-in-final-image',
  family: 'stages',
  severity: 'info',
  fixable: 'unsafe',
  docs: {
    summary: 'The shipped stage installs development dependencies',
    why: 'Compilers, linters and test frameworks are not needed to run the application. They often are the larger part of `node_modules`, and their security holes are in the image too.',
    lesson: 'Multi-stage builds (part 5)',
    bad: 'FROM node:24-slim\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci\nCOPY . .\nCMD ["node", "server.js"]\n',
    good: 'FROM node:24-slim\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci --omit=dev\nCOPY . .\nCMD ["node", "server.js"]\n',
    exception: 'An image for development or tests.',
  },
  check(file, report) {
    const stage = file.finalStage
    if (!stage || !isForProduction(file, stage)) return
    const installs = nodeInstalls(file).filter(({ command }) => file.stageOf(command.instruction) === stage)
    const last = installs.at(-1)
    if (!last || last.production || !last.command.unconditional) return
    if (needsEverything(file, stage) || prunesLater(file, last)) return
    const { name } = last.command
    report({
      range: last.command.callRange,
      message: `this installs development dependencies into the shipped image; \`${flagOf(name)}\` leaves them out`,
      fixes: () => [leaveOut(last)],
    })
  },
}

/** A stage with a command of its own, and none that is made for developing. */
function isForProduction(file: LintFile, stage: Stage): boolean {
  if (/(^|[-_.])(dev|development|debug|test|tests|ci|builder?|base)([-_.]|$)/.test(stage.name ?? '')) return false
  const start = file.facts.last(stage, 'ENTRYPOINT') ?? file.facts.last(stage, 'CMD')
  if (!start) return false
  const commands = [file.facts.last(stage, 'CMD'), file.facts.last(stage, 'ENTRYPOINT')]
  const text = commands.map((instruction) => instruction?.words.map((word) => word.text).join(' ') ?? '').join(' ')
  return !/\b(dev|develop|nodemon|watch|test|jest|mocha|ng|vite|webpack|ts-node|tsx|storybook|cypress|playwright|lint|react-scripts)\b/.test(
    text,
  )
}

/** A build in the stage needs them, and so may a script that starts under npm. */
function needsEverything(file: LintFile, stage: Stage): boolean {
  if (
    buildSteps(file).some(({ instruction, ecosystem }) => ecosystem === 'node' && file.stageOf(instruction) === stage)
  )
    return true
  const scripts = file
    .shellCommands('npm', 'yarn', 'pnpm', 'npx')
    .filter(({ instruction }) => file.stageOf(instruction) === stage)
  return scripts.some(
    ({ operands, name }) => name === 'npx' || operands[0]?.value === 'run' || operands[0]?.value === 'test',
  )
}

function prunesLater(file: LintFile, { command }: NodeInstall): boolean {
  return file
    .shellCommands('npm', 'yarn', 'pnpm')
    .some((other) => other.range.start > command.range.start && other.operands[0]?.value === 'prune')
}

function flagOf(manager: string): string {
  return manager === 'npm' ? '--omit=dev' : manager === 'pnpm' ? '--prod' : '--production'
}

function leaveOut({ command }: NodeInstall): Fix {
  const flag = flagOf(command.name)
  const title = `Add \`${flag}\`: tools that the project uses at run time have to be among its dependencies`
  return { title, safety: 'unsafe', edits: [insert(command.callRange.end, ` ${flag}`)] }
}
