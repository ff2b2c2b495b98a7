/** Which Yarn a call runs: version 1, or one of the later ones that a project brings along. */

import type { LintFile } from '../../lint/lint-file.ts'
import type { PackageCall } from '../../lint/package-calls.ts'

/** `yes` for Yarn 2 and later, by the flags, the files copied before, or the build context; `unknown` without proof. */
export function yarnIsModern(file: LintFile, { own, subcommand }: PackageCall): 'yes' | 'no' | 'unknown' {
  if (own.hasFlag('--immutable', '--immutable-cache') || subcommand === 'workspaces focus') return 'yes'
  if (file.once('a later Yarn is named', () => /\.yarnrc\.yml|\.yarn\/|yarn set version|berry/.test(file.text)))
    return 'yes'
  if (own.hasFlag('--frozen-lockfile', '--non-interactive', '--pure-lockfile')) return 'no'
  const { context } = file
  if (context?.paths.some(({ path }) => path === '.yarnrc.yml' || path.endsWith('/.yarnrc.yml'))) return 'yes'
  if (subcommand === 'global add' || context?.complete) return 'no'
  return copiesFolder(file, own.instruction.index) ? 'unknown' : 'no'
}

/** Whether a folder is copied before: `.yarnrc.yml` may be among its files. */
function copiesFolder(file: LintFile, before: number): boolean {
  const copied = file.once('first copy of a folder', () => {
    for (const copy of file.instructions('COPY', 'ADD')) {
      const names = copy.words.slice(0, -1).map(({ text }) => text.slice(text.lastIndexOf('/') + 1))
      if (names.some((name) => !name.includes('.') || name === '.' || name.startsWith('.'))) return copy.index
    }
    return Number.POSITIVE_INFINITY
  })
  return copied < before
}
