/** `runs-as-root`: images whose containers start as root. */

import { dropsRoot, rootProgram, startWords } from '../../lint/container-start.ts'
import type { LintFile } from '../../lint/lint-file.ts'
import type { Finding, Rule } from '../../lint/rule.ts'
import { planUser, type UserPlan } from '../../lint/user-plan.ts'
import type { Stage } from '../../syntax/stages.ts'
import type { Instruction } from '../../syntax/tree.ts'
import { copiesApplication } from './application.ts'
import { unprivilegedImageFixes, userFixes } from './user-fix.ts'

export const runsAsRoot: Rule = {
  id: 'runs-as-root',
  family: 'users',
  aliases: ['DL3002'],
  severity: 'warning',
  fixable: 'unsafe',
  docs: {
    summary: 'The container runs as root',
    why: 'Whoever takes over a program that runs as root is root in the container: free to change everything in it, and one mistake in the kernel or in a mount away from the host. Most applications need none of that.',
    lesson: 'Run as a non-root user (parts 1, 2 and 5)',
    bad: 'FROM node:24-slim\nWORKDIR /app\nCOPY . .\nCMD ["node", "server.js"]\n',
    good: 'FROM node:24-slim\nWORKDIR /app\nCOPY . .\nUSER node\nCMD ["node", "server.js"]\n',
    exception:
      'An image that others build on, a tool that works on the files of whoever calls it, or a server whose entrypoint starts as root and goes on as another user.',
  },
  check(file, report) {
    const { finalStage } = file
    for (const stage of file.stages) {
      const finding = stage === finalStage ? finalFinding(file, stage) : otherTarget(file, stage)
      if (finding) report(finding)
    }
  },
}

/** A stage that is only built on request; only what it says itself is judged. */
function otherTarget(file: LintFile, stage: Stage): Finding | undefined {
  if (!file.facts.isShipped(stage) || file.facts.isWindows(stage)) return undefined
  const user = file.facts.user(stage)
  const { instruction } = user
  if (!user.root || !instruction || file.stageOf(instruction) !== stage || isParameter(instruction)) return undefined
  const parents = file.once('stages that others are built on', () => new Set(file.stages.map(({ parent }) => parent)))
  if (parents.has(stage) || dropsRoot(file, stage)) return undefined
  const plan = planUser(file, stage, instruction)
  return { ...explicitRoot(instruction, plan), severity: 'hint' }
}

function finalFinding(file: LintFile, stage: Stage): Finding | undefined {
  if (file.facts.isWindows(stage)) return undefined
  const user = file.facts.user(stage)
  if (!user.root || dropsRoot(file, stage)) return undefined
  const { instruction } = user
  if (instruction && isParameter(instruction)) return undefined
  // What is known of the image is not certain enough to blame it.
  if (!instruction && file.facts.image(stage)?.confidence === 'low') return undefined
  const plan = planUser(file, stage, instruction)
  const unprivileged = plan ? undefined : file.facts.image(stage)?.unprivilegedImage
  const range = stage.baseWord ?? stage.from.keywordRange
  const base: Finding = instruction
    ? explicitRoot(instruction, plan, unprivileged)
    : { range, message: `The container runs as root; ${advice(plan, unprivileged)}`, aliases: [] }
  return {
    ...base,
    severity: severityOf(file, stage),
    fixes: () => (plan ? userFixes(file, stage, plan) : unprivilegedImageFixes(file, stage)),
  }
}

/** `USER ${USER}`: whoever builds the image decides. */
function isParameter(instruction: Instruction): boolean {
  return instruction.words[0]?.text.includes('$') ?? false
}

function explicitRoot(instruction: Instruction, plan: UserPlan | undefined, unprivileged?: string): Finding {
  const root = `\`USER ${instruction.words[0].text}\``
  return {
    range: instruction.words[0],
    message: `${root} is the last user, so the container runs as root; ${advice(plan, unprivileged)}`,
  }
}

function advice(plan: UserPlan | undefined, unprivileged: string | undefined): string {
  if (unprivileged !== undefined) return `build on \`${unprivileged}\`, which does not`
  if (!plan) return 'end the stage with a `USER` that is not'
  const user = `\`USER ${plan.user}\``
  if (plan.origin === 'earlier') return `go back with ${user}`
  if (plan.origin === 'file') return `the user is there, switch to it with ${user}`
  if (plan.origin === 'image') return `the image has a user for it: ${user}`
  if (plan.origin === 'numeric') return `switch to a number: ${user}`
  return 'create a user and switch to it with `USER`'
}

/** Images that others build on, tools, and programs that have to start as root get a hint. */
function severityOf(file: LintFile, stage: Stage): Finding['severity'] {
  const facts = file.facts.image(stage)
  const words = startWords(file, stage)
  const isApplication = words.length > 0 ? !isBareTool(words) : facts?.kind === 'server'
  if (!isApplication || facts?.kind === 'devcontainer' || facts?.kind === 'ci') return 'hint'
  if (!copiesApplication(file, stage)) return 'hint'
  return rootProgram(file, stage) !== undefined && !facts?.isServer ? 'hint' : 'warning'
}

const interpreters =
  /^(sh|bash|dash|ash|zsh|fish|python[0-9.]*|ipython|node|irb|php|jshell|julia|R|ghci|erl|iex|perl|lua|true|false|top)$/

/** A shell or an interpreter without a program to run, or with options only. */
function isBareTool(words: readonly string[]): boolean {
  return interpreters.test(words[0]) && words.slice(1).every((word) => /^-[a-z-]*$/.test(word))
}
