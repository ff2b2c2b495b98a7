/** Watches what the extension reads, loads and starts in this process. */
import * as childProcess from 'node:child_process'
import * as fs from 'node:fs'
import * as nodeModule from 'node:module'

/** What the extension does in this process from now on, by name. */
export interface Watch {
  /** Synchronous calls of `fs`, with their first argument. */
  readonly files: string[]
  /** What it requires. */
  readonly modules: string[]
  /** Programs that it starts and waits for. */
  readonly programs: string[]
  stop(): void
}

/** Watches calls that come from the file `program`. */
export function watch(program: string): Watch {
  const files: string[] = []
  const modules: string[] = []
  const programs: string[] = []
  const restore: (() => void)[] = []
  const isOurs = (): boolean => {
    const limit = Error.stackTraceLimit
    Error.stackTraceLimit = 30
    const { stack } = new Error()
    Error.stackTraceLimit = limit
    return stack?.includes(program) ?? false
  }
  const wrap = (owner: object, name: string, seen: string[]): void => {
    const object = owner as Record<string, (...given: unknown[]) => unknown>
    const original = object[name]!
    object[name] = function (this: unknown, ...given: unknown[]) {
      if (given[0] !== 'vscode' && isOurs()) seen.push(String(given[0]))
      return original.apply(this, given)
    }
    restore.push(() => {
      object[name] = original
    })
  }
  const exportsOf = (module: object): object => ('default' in module ? (module.default as object) : module)
  for (const name of Object.keys(exportsOf(fs))) if (name.endsWith('Sync')) wrap(exportsOf(fs), name, files)
  for (const name of ['execSync', 'execFileSync', 'spawnSync']) wrap(exportsOf(childProcess), name, programs)
  wrap(exportsOf(nodeModule), '_load', modules)
  return {
    files,
    modules,
    programs,
    stop() {
      for (const each of restore) each()
    },
  }
}
