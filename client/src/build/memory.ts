/**
 * What is remembered of a Dockerfile's builds: in the workspace's state the answers and the figures of the last builds,
 * in memory only the values of build arguments, which may be secrets.
 */
import type * as vscode from 'vscode'
import type { BuildSummary } from './figures.ts'
import type { SecretSource } from './plan.ts'

export interface RememberedAnswers {
  readonly tag?: string
  readonly target?: string
  readonly context?: string
  /** Paths and names of variables, never contents. */
  readonly secrets?: readonly SecretSource[]
  /** Key files by id. */
  readonly sshKeys?: Readonly<Record<string, string>>
  readonly testCommand?: string
  readonly platforms?: string
}

export interface BuildMemory {
  answers(dockerfile: vscode.Uri): RememberedAnswers
  rememberAnswers(dockerfile: vscode.Uri, answers: RememberedAnswers): Thenable<void>
  /** By name; gone when the window is closed. */
  argumentValues(dockerfile: vscode.Uri): Map<string, string>
  /** The newest first. */
  builds(dockerfile: vscode.Uri): readonly BuildSummary[]
  /** Of all Dockerfiles, the newest first. */
  allBuilds(): readonly BuildSummary[]
  rememberBuild(dockerfile: vscode.Uri, build: BuildSummary): Thenable<void>
}

const buildsKept = 10

export function createMemory(state: vscode.Memento): BuildMemory {
  const values = new Map<string, Map<string, string>>()
  const answersKey = (dockerfile: vscode.Uri): string => `build.answers:${dockerfile.toString()}`
  const buildsKey = (dockerfile: vscode.Uri): string => `build.figures:${dockerfile.toString()}`
  return {
    answers: (dockerfile) => state.get<RememberedAnswers>(answersKey(dockerfile), {}),
    rememberAnswers(dockerfile, answers) {
      return state.update(answersKey(dockerfile), { ...state.get(answersKey(dockerfile), {}), ...answers })
    },
    argumentValues(dockerfile) {
      const key = dockerfile.toString()
      const known = values.get(key) ?? new Map<string, string>()
      values.set(key, known)
      return known
    },
    builds: (dockerfile) => state.get<BuildSummary[]>(buildsKey(dockerfile), []),
    allBuilds() {
      const keys = state.keys().filter((key) => key.startsWith('build.figures:'))
      const builds = keys.flatMap((key) => state.get<BuildSummary[]>(key, []))
      return builds.sort((a, b) => b.finishedAt - a.finishedAt)
    },
    rememberBuild(dockerfile, build) {
      const earlier = state.get<BuildSummary[]>(buildsKey(dockerfile), [])
      return state.update(buildsKey(dockerfile), [build, ...earlier].slice(0, buildsKept))
    },
  }
}
