/** *Build* above each FROM. */
import * as vscode from 'vscode'
import type { LanguageClient } from 'vscode-languageclient/node'
import { type BuildOutline, type OutlineParams, outlineRequest } from '../protocol.ts'
import { toRange } from './problems.ts'
import { setting } from './settings.ts'

export function registerCodeLenses(client: LanguageClient): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>()
  return vscode.Disposable.from(
    changed,
    vscode.workspace.onDidGrantWorkspaceTrust(() => changed.fire()),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('dockerfileCoach.build.codeLens')) changed.fire()
    }),
    vscode.languages.registerCodeLensProvider(
      { language: 'dockerfile', scheme: 'file' },
      {
        onDidChangeCodeLenses: changed.event,
        async provideCodeLenses(document, token) {
          const wanted = setting<boolean>('build.codeLens', document.uri) !== false
          if (!wanted || !vscode.workspace.isTrusted || !client.isRunning()) return []
          const parameters: OutlineParams = { uri: document.uri.toString(), text: document.getText() }
          const { stages } = await client.sendRequest<BuildOutline>(outlineRequest, parameters, token)
          return stages.map(({ name, range }, index) => {
            const last = index === stages.length - 1
            const target = last ? '' : (name ?? String(index))
            return new vscode.CodeLens(toRange(range), {
              title: stages.length > 1 ? '$(package) Build this stage' : '$(package) Build',
              command: stages.length > 1 ? 'dockerfileCoach.buildStage' : 'dockerfileCoach.build',
              arguments: [{ uri: document.uri.toString(), ...(stages.length > 1 ? { target } : {}) }],
            })
          })
        },
      },
    ),
  )
}
