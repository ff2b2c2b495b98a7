/** `copy-owned-by-root`: copies behind USER into a directory in which that user then has to write. */

import type { ShellCommand } from '../../lint/command.ts'
import { insert } from '../../lint/edits.ts'
import type { LintFile } from '../../lint/lint-file.ts'
import type { Finding, Rule } from '../../lint/rule.ts'
import { resolvePath } from '../../lint/stage-facts.ts'
import { createdUsers } from '../../lint/user-plan.ts'
import type { Stage } from '../../syntax/stages.ts'
import type { Instruction } from '../../syntax/tree.ts'

export const copyOwnedByRoot: Rule = {
  id: 'copy-owned-by-root',
  family: 'users',
  severity: 'info',
  fixable: 'unsafe',
  docs: {
    summary: 'Copied files belong to root, and the active user has to change them',
    why: '`COPY` gives files to root whatever `USER` says. A step that runs as another user and writes to them, such as `npm install` to its lock file, is denied.',
    lesson: 'Minimal permissions (part 5)',
    bad: 'FROM node:24-slim\nUSER node\nWORKDIR /home/node/app\nCOPY package.json package-lock.json ./\nRUN npm install\n',
    good: 'FROM node:24-slim\nUSER node\nWORKDIR /home/node/app\nCOPY --chown=node package.json package-lock.json ./\nRUN npm install\n',
    exception: 'Files that nobody is to change: owned by root, they are safe from the program.',
  },
  check(file, report) {
    for (const stage of file.stages) {
      let next: Writer | undefined
      const found: Finding[] = []
      for (const copy of [...stage.instructions].reverse()) {
        if (copy.keyword === 'RUN') next = writerFrom(file, stage, copy, next)
        if (copy.keyword !== 'COPY' && copy.keyword !== 'ADD') continue
        if (copy.words.length < 2 || copy.flags.some(({ name }) => name === 'chown')) continue
        const user = file.facts.user(stage, copy)
        if (user.root !== false || user.name === undefined || !user.instruction) continue
        if (!next || !goesTo(file, stage, copy, next.folder)) continue
        const owner = ownerOf(file, stage, user.name, user.group)
        found.push({
          range: copy.keywordRange,
          message: `\`${next.command.name}\` runs as \`${user.name}\` and writes here, but the files belong to root; pass \`--chown=${owner}\``,
          fixes: [
            {
              title: `Add \`--chown=${owner}\``,
              safety: 'unsafe',
              edits: [insert(copy.keywordRange.end, ` --chown=${owner}`)],
            },
          ],
        })
      }
      for (const finding of found.reverse()) report(finding)
    }
  },
}

function ownerOf(file: LintFile, stage: Stage, name: string, group: string | undefined): string {
  const own = group ?? createdUsers(file, stage).findLast((user) => user.name === name)?.group
  return own === undefined ? name : `${name}:${own}`
}

/** Commands that change files of the project in the directory that they run in. */
const writers: Readonly<Record<string, readonly string[]>> = {
  npm: ['install', 'i', 'update', 'run', 'run-script', 'build', 'version'],
  yarn: ['', 'install', 'build', 'run', 'add'],
  pnpm: ['install', 'i', 'build', 'run', 'add'],
  composer: ['install', 'update', 'dump-autoload'],
  bundle: ['install', 'update', 'lock'],
  make: [],
  mvn: [],
  mvnw: [],
  gradle: [],
  gradlew: [],
  cargo: ['build', 'install', 'test'],
  dotnet: ['build', 'publish', 'restore'],
}

/** A command that writes, and the directory that it runs in. */
interface Writer {
  readonly command: ShellCommand
  readonly folder: string
}

/** The first writer from a RUN on, given the first one behind it: another directory or user ends the search. */
function writerFrom(file: LintFile, stage: Stage, run: Instruction, behind: Writer | undefined): Writer | undefined {
  const folder = file.facts.workdir(stage, run)
  if (folder === undefined || file.facts.user(stage, run).root !== false) return undefined
  const commands = file.commands(run)
  if (commands.some(({ name, node }) => name === 'chown' || node.wrappers.includes('sudo'))) return undefined
  const command = commands.find((call) => writes(call))
  if (command) return { command, folder }
  return behind?.folder === folder ? behind : undefined
}

/** Whether a copy goes to the directory, which is the working directory there too, or below it. */
function goesTo(file: LintFile, stage: Stage, copy: Instruction, folder: string): boolean {
  const target = copy.words[copy.words.length - 1].text
  if (target.includes('$') || file.facts.workdir(stage, copy) !== folder) return false
  const path = resolvePath(folder, target)
  return path === folder || path?.startsWith(`${folder}/`) === true
}

function writes(command: ShellCommand): boolean {
  if (!Object.hasOwn(writers, command.name)) return false
  if (command.hasFlag('-g', '--global', '--prefix', '--cwd', '-C', '--version', '--help')) return false
  const subcommands = writers[command.name]
  return subcommands.length === 0 || subcommands.includes(command.operands[0]?.value ?? '')
}
