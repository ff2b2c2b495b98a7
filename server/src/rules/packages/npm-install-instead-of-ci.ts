/** `npm-install-instead-of-ci`: a lock file that `npm install` may change. */

import { replaceWord } from '../../lint/command-edits.ts'
import type { LintFile } from '../../lint/lint-file.ts'
import { mayBringFlags } from '../../lint/more-flags.ts'
import { packageCalls } from '../../lint/package-calls.ts'
import type { Fix, Rule } from '../../lint/rule.ts'
import type { Instruction } from '../../syntax/tree.ts'

const lockFiles: readonly string[] = ['package-lock.json', 'npm-shrinkwrap.json']

export const npmInstallInsteadOfCi: Rule = {
  id: 'npm-install-instead-of-ci',
  family: 'packages',
  severity: 'info',
  fixable: 'unsafe',
  docs: {
    summary: '`npm install` may install other versions than the lock file names',
    why: '`npm ci` installs exactly what the lock file says, and fails when `package.json` asks for something else. It is faster, too, and leaves the lock file alone.',
    lesson: 'Copy dependency files first (part 5)',
    bad: 'FROM node:24\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN npm install --omit=dev\n',
    good: 'FROM node:24\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN npm ci --omit=dev\n',
    exception:
      '`npm ci` removes `node_modules` first, and refuses a lock file that is out of date: update it, then build.',
  },
  check(file, report) {
    for (const call of packageCalls(file, 'npm')) {
      const { own, packages, subcommandWord } = call
      if (!['install', 'i'].includes(call.subcommand) || packages.length > 0) continue
      if (own.hasFlag(...otherPurposes) || mayBringFlags(file, own) || own.operands.length > 1) continue
      const lockFile = copiedLockFile(file, own.instruction)
      if (!lockFile) continue
      report({
        range: subcommandWord,
        message: `\`npm ${call.subcommand}\` may change what \`${lockFile}\` says; \`npm ci\` installs exactly that`,
        fixes(): readonly Fix[] {
          return [
            {
              title: 'Use `npm ci` (fails when the lock file is out of date)',
              safety: 'unsafe',
              edits: [replaceWord(own, subcommandWord, 'ci')],
            },
          ]
        },
      })
    }
  },
}

/** Flags of calls that are no installation from the lock file. */
const otherPurposes: readonly string[] = [
  '-g',
  '--global',
  '--location',
  '--no-package-lock',
  '--package-lock-only',
  '--no-save',
  '--dry-run',
  '--help',
  '--no-shrinkwrap',
]

/** The lock file that a COPY of the stage before (or of those it is built on) brings along. */
function copiedLockFile(file: LintFile, run: Instruction): string | undefined {
  const copies = file.once('copies of npm lock files', () => {
    const found = new Map<number, string>()
    for (const copy of file.instructions('COPY', 'ADD')) {
      if (copy.flags.some(({ name }) => name === 'from')) continue
      const name = lockFileAmong(file, copy)
      if (name) found.set(copy.index, name)
    }
    return found
  })
  if (copies.size === 0) return undefined
  const stage = file.stageOf(run)
  const lineage = new Set(stage && file.facts.lineage(stage).map(({ index }) => index))
  for (const [index, name] of copies) {
    if (index < run.index && lineage.has(file.graph.stageOf[index]?.index ?? -1)) return name
  }
  return undefined
}

/** By its name or a pattern, which the build context must not contradict; a whole folder counts where it is known. */
function lockFileAmong(file: LintFile, copy: Instruction): string | undefined {
  const { context } = file
  for (const { text } of copy.words.slice(0, -1)) {
    const name = text.slice(text.lastIndexOf('/') + 1)
    const named = lockFiles.find((lockFile) => name === lockFile || isPattern(name, lockFile))
    const folder = text.replace(/^\.\//, '').replace(/\/?\.?$/, '')
    if (!context) {
      if (named) return named
      continue
    }
    const base = text.includes('/') && named ? `${text.slice(0, text.lastIndexOf('/'))}/`.replace(/^\.\//, '') : ''
    const candidates = named
      ? [`${base}${named}`]
      : lockFiles.map((lock) => (folder === '' ? lock : `${folder}/${lock}`))
    const there = candidates.find((path) => context.paths.some((entry) => !entry.folder && entry.path === path))
    if (there) return there.slice(there.lastIndexOf('/') + 1)
    if (named && !context.complete) return named
  }
  return undefined
}

/** `package*.json`, `package-lock.json*`. */
function isPattern(pattern: string, name: string): boolean {
  const star = pattern.indexOf('*')
  if (star < 0) return false
  const [before, after] = [pattern.slice(0, star), pattern.slice(star + 1)]
  return after.indexOf('*') < 0 && before.length > 0 && name.startsWith(before) && name.endsWith(after)
}
