/** What ShellCheck is given of a Dockerfile: each script of RUN with its dialect and the variables that are set. */

import type { Script } from '../lint/command.ts'
import type { LintFile } from '../lint/lint-file.ts'
import type { Instruction } from '../syntax/tree.ts'

export type Dialect = 'sh' | 'bash' | 'dash' | 'ksh'

/** A script as ShellCheck reads it: `header` is one line in front of the script's own text. */
export interface CheckedScript {
  readonly script: Script
  readonly dialect: Dialect
  readonly header: string
}

/** The scripts of every RUN (behind ONBUILD, too) and of its heredocs whose shell ShellCheck knows. */
export function checkedScripts(file: LintFile): readonly CheckedScript[] {
  const scripts: CheckedScript[] = []
  for (const instruction of file.instructions('RUN')) {
    const header = headerOf(file, instruction)
    // The first script of an exec form is the array itself, which no shell reads.
    for (const script of file.scripts(instruction).slice(instruction.json ? 1 : 0)) {
      const dialect = dialectOf(file, script)
      if (dialect && script.tree.text.trim() !== '') scripts.push({ script, dialect, header })
    }
  }
  return scripts
}

/**
 * Exports what ARG and ENV have set, so that ShellCheck takes it as known; the value is one that needs no quotes, since
 * what a build gives it is the author's choice.
 */
function headerOf(file: LintFile, instruction: Instruction): string {
  const names = [...file.scopes.names(file.outer(instruction))].filter((name) => /^[A-Za-z_][A-Za-z0-9_]*$/.test(name))
  const errexit = file.shell(instruction).errexit ? 'set -e;' : ''
  const exports =
    names.length > 0
      ? `export ${names
          .sort()
          .map((name) => `${name}=1`)
          .join(' ')}`
      : ''
  return `${errexit}${exports}`
}

const dialects: Readonly<Record<string, Dialect>> = {
  sh: 'sh',
  unknown: 'sh',
  bash: 'bash',
  dash: 'dash',
  // BusyBox's shell is an ash, as dash is; ShellCheck has a dialect of its own for it from 0.10 on only.
  ash: 'dash',
  ksh: 'ksh',
}

function dialectOf(file: LintFile, { tree, instruction }: Script): Dialect | undefined {
  const shebang = /^#![ \t]*([^\n]*)/.exec(tree.text)?.[1]
  const named = shebang === undefined ? undefined : /(?:^|[/ \t])(sh|bash|dash|ash|ksh)(?:$|[ \t])/.exec(shebang)?.[1]
  const name = named ?? file.shell(instruction).flavour
  return Object.hasOwn(dialects, name) ? dialects[name] : undefined
}
