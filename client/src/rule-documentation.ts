/** Shows the documentation of a rule as a rendered page beside the Dockerfile. */
import * as vscode from 'vscode'
import type { BaseLanguageClient } from 'vscode-languageclient'
import { type RuleDocumentation, type RuleDocumentationParams, ruleDocumentationRequest } from './protocol.ts'

const scheme = 'dockerfile-coach-rule'

/** Registers `dockerfileCoach.explainRule`, which takes the id of a rule; without one it asks, by what is at the cursor. */
export function registerRuleDocumentation(client: BaseLanguageClient): vscode.Disposable {
  const documentation = async (rule: string): Promise<RuleDocumentation | null> => {
    const params: RuleDocumentationParams = { rule }
    return client.sendRequest<RuleDocumentation | null>(ruleDocumentationRequest, params)
  }
  return vscode.Disposable.from(
    vscode.workspace.registerTextDocumentContentProvider(scheme, {
      provideTextDocumentContent: async ({ query }) => (await documentation(query))?.markdown ?? '',
    }),
    vscode.commands.registerCommand('dockerfileCoach.explainRule', async (argument?: unknown) => {
      const rule = typeof argument === 'string' ? argument : await askForRule()
      if (!rule) return
      const found = await documentation(rule)
      if (!found) {
        void vscode.window.showWarningMessage(`There is no rule ${rule}.`)
        return
      }
      const uri = vscode.Uri.from({ scheme, path: `/${found.rule}.md`, query: found.rule })
      await vscode.commands.executeCommand('markdown.showPreviewToSide', uri)
    }),
  )
}

/** The rules of the problems in the line of the cursor, else a name to type. */
async function askForRule(): Promise<string | undefined> {
  const editor = vscode.window.activeTextEditor
  const line = editor?.selection.active.line
  const found = editor
    ? vscode.languages
        .getDiagnostics(editor.document.uri)
        .filter(
          ({ source, range }) => source === 'Dockerfile Coach' && range.start.line <= line! && line! <= range.end.line,
        )
        .map(({ code }) => String(typeof code === 'object' ? code.value : code))
    : []
  const rules = [...new Set(found)]
  if (rules.length === 1) return rules[0]
  if (rules.length > 1) return vscode.window.showQuickPick(rules, { title: 'Rule to explain' })
  return vscode.window.showInputBox({
    title: 'Rule to explain',
    prompt: 'Its id, or its name in BuildKit or hadolint',
    placeHolder: 'latest-tag, DL3007, StageNameCasing…',
  })
}
