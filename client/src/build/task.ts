/** Tasks of the type `dockerfile-coach`: builds in a terminal of their own, from tasks.json or from the commands. */
import path from 'node:path'
import * as vscode from 'vscode'
import { inert, withoutControls } from '../inert.ts'
import type { BuildAnswers } from './plan.ts'
import type { BuildTerminal } from './run-build.ts'

export const taskType = 'dockerfile-coach'

/** A task as it stands in tasks.json; its schema is in package.json. Relative paths start at the workspace folder. */
export interface BuildTaskDefinition extends vscode.TaskDefinition {
  readonly type: typeof taskType
  readonly dockerfile: string
  readonly context?: string
  readonly tag?: string
  readonly target?: string
  readonly buildArgs?: Readonly<Record<string, string>>
  readonly secrets?: readonly { readonly id: string; readonly file?: string; readonly env?: string }[]
  readonly noCache?: boolean
  readonly pull?: boolean
  readonly platforms?: readonly string[]
}

/** Builds in a terminal; gives the exit status. */
export type BuildInTerminal = (terminal: BuildTerminal) => Promise<number>

/** A task that builds `dockerfile`. What it knows beyond the definition lies in `build`, not in the task. */
export function buildTask(
  definition: BuildTaskDefinition,
  scope: vscode.WorkspaceFolder | vscode.TaskScope,
  build: BuildInTerminal,
): vscode.Task {
  const name = inert(`build ${definition.dockerfile}${definition.target ? ` (${definition.target})` : ''}`)
  const execution = new vscode.CustomExecution(async () => buildTerminal(build))
  const task = new vscode.Task(definition, scope, name, 'Dockerfile Coach', execution)
  task.group = vscode.TaskGroup.Build
  task.presentationOptions = {
    reveal: vscode.TaskRevealKind.Always,
    panel: vscode.TaskPanelKind.Dedicated,
    clear: true,
  }
  return task
}

/** A terminal that shows a build. Closing it, or Ctrl-C in it, cancels. */
function buildTerminal(build: BuildInTerminal): vscode.Pseudoterminal {
  const written = new vscode.EventEmitter<string>()
  const closed = new vscode.EventEmitter<number>()
  const cancellation = new AbortController()
  return {
    onDidWrite: written.event,
    onDidClose: closed.event,
    open() {
      const terminal: BuildTerminal = {
        write: (text) => text !== '' && written.fire(text),
        cancelled: cancellation.signal,
        cancel: () => cancellation.abort(),
      }
      build(terminal)
        .catch((error) => {
          written.fire(`${withoutControls(error instanceof Error ? error.message : String(error))}\r\n`)
          return 1
        })
        .then((status) => closed.fire(status))
    },
    close: () => cancellation.abort(),
    handleInput(text) {
      if (text === '\x03') cancellation.abort()
    },
  }
}

/** What a definition answers already. */
export function answersOf(definition: BuildTaskDefinition, root: string): Partial<BuildAnswers> {
  const { context, tag, target, buildArgs, secrets, noCache, pull, platforms } = definition
  return {
    ...(context === undefined ? {} : { context: path.resolve(root, context) }),
    ...(tag === undefined ? {} : { tags: [tag] }),
    ...(target === undefined ? {} : { target }),
    ...(buildArgs === undefined ? {} : { buildArgs: Object.entries(buildArgs) }),
    ...(secrets === undefined
      ? {}
      : {
          secrets: secrets.map(({ id, file, env }) =>
            env === undefined
              ? { id, from: 'file' as const, source: path.resolve(root, file ?? id) }
              : { id, from: 'environment' as const, source: env },
          ),
        }),
    ...(platforms === undefined ? {} : { platforms }),
    noCache,
    pull,
  }
}

/** Offers a task for each Dockerfile of the workspace, and gives those of tasks.json what runs them. */
export function registerTaskProvider(
  build: (definition: BuildTaskDefinition, folder: vscode.WorkspaceFolder) => BuildInTerminal,
): vscode.Disposable {
  return vscode.tasks.registerTaskProvider(taskType, {
    async provideTasks(token) {
      if (!vscode.workspace.isTrusted) return []
      const files = await vscode.workspace.findFiles(
        '**/{Dockerfile,Dockerfile.*,*.Dockerfile,*.dockerfile,Containerfile,Containerfile.*}',
        '**/{node_modules,vendor,.git}/**',
        50,
        token,
      )
      return files.flatMap((file) => {
        const folder = vscode.workspace.getWorkspaceFolder(file)
        if (!folder || file.path.endsWith('.dockerignore')) return []
        const dockerfile = vscode.workspace.asRelativePath(file, false)
        const definition: BuildTaskDefinition = { type: taskType, dockerfile }
        return [buildTask(definition, folder, build(definition, folder))]
      })
    },
    resolveTask(task) {
      const definition = task.definition as BuildTaskDefinition
      const folder = isFolder(task.scope) ? task.scope : vscode.workspace.workspaceFolders?.[0]
      if (!vscode.workspace.isTrusted || !folder || !definition.dockerfile) return undefined
      return buildTask(definition, task.scope ?? folder, build(definition, folder))
    },
  })
}

function isFolder(scope: vscode.Task['scope']): scope is vscode.WorkspaceFolder {
  return typeof scope === 'object'
}
