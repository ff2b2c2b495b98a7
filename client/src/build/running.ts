/** The builds that run now: one item in the status bar, and one way to cancel them. */
import * as vscode from 'vscode'
import { inert } from '../inert.ts'

export interface ShownBuild {
  /** How far it is, such as `3/8 RUN make`. */
  progress(text: string): void
  end(): void
}

export interface RunningBuilds extends vscode.Disposable {
  begin(title: string, cancel: () => void): ShownBuild
  /** Cancels the only one, or asks which. */
  cancel(): Promise<void>
}

/** A context key, true while a build runs: *Cancel Build* is offered then. */
const buildingKey = 'dockerfileCoach.building'

export function createRunningBuilds(): RunningBuilds {
  const running = new Set<{ readonly title: string; text: string; readonly cancel: () => void }>()
  const item = vscode.window.createStatusBarItem('dockerfileCoach.build', vscode.StatusBarAlignment.Left)
  item.name = 'Dockerfile Build'
  item.command = 'dockerfileCoach.cancelBuild'
  item.tooltip = 'Cancel the build'
  const update = (): void => {
    void vscode.commands.executeCommand('setContext', buildingKey, running.size > 0)
    const [only, ...others] = running
    if (!only) {
      item.hide()
      return
    }
    item.text = `$(sync~spin) ${others.length > 0 ? `${running.size} builds` : inert(`${only.title} ${only.text}`.slice(0, 60))}`
    item.show()
  }
  return {
    begin(title, cancel) {
      const build = { title, text: '', cancel }
      running.add(build)
      update()
      return {
        progress(text) {
          if (build.text === text) return
          build.text = text
          update()
        },
        end() {
          running.delete(build)
          update()
        },
      }
    },
    async cancel() {
      const [only, ...others] = running
      if (others.length === 0) {
        only?.cancel()
        return
      }
      const items = [...running].map((build) => ({ label: inert(build.title), description: inert(build.text), build }))
      const picked = await vscode.window.showQuickPick(items, { title: 'Cancel Build' })
      picked?.build.cancel()
    },
    dispose() {
      for (const build of running) build.cancel()
      item.dispose()
    },
  }
}
