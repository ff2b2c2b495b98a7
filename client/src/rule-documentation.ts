/** Shows the documentation of a rule as a rendered page beside the Dockerfile. */
import * as vscode from 'vscode'
import type { BaseLanguageClient } from 'vscode-languageclient'
import { showWarning } from './notifications.ts'
import {
  type RuleDocumentation,
  type RuleDocumentationParams,
  type RuleSummary,
  ruleDocumentationRequest,
  rulesRequest,
} from './protocol.ts'

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
      const rule = typeof argument === 'string' ? argument : await askForRule(client)
      if (!rule) return
      const found = await documentation(rule)
      if (!found) {
        void showWarning(`There is no rule ${rule}.`)
        return
      }
      const uri = vscode.Uri.from({ scheme, path: `/${found.rule}.md`, query: found.rule })
      await vscode.commands.executeCommand('markdown.showPreviewToSide', uri)
    }),
  )
}

/** Lets the user pick one of all rules; those of the problems in the line of the cursor come first. */
async function askForRule(client: BaseLanguageClient): Promise<string | undefined> {
  const all = await client.sendRequest<RuleSummary[]>(rulesRequest)
  const here = rulesAtCursor()
  const toItem = ({ id, aliases, severity, summary }: RuleSummary) => ({
    label: id,
    description: [severity, ...aliases].join(', '),
    detail: summary,
  })
  const separator = (label: string) => ({ label, kind: vscode.QuickPickItemKind.Separator })
  const first = all.filter(({ id }) => here.has(id))
  const rest = all.filter(({ id }) => !here.has(id))
  const items: vscode.QuickPickItem[] =
    first.length > 0
      ? [separator('In this line'), ...first.map(toItem), separator('All others'), ...rest.map(toItem)]
      : all.map(toItem)
  const chosen = await vscode.window.showQuickPick(items, {
    title: 'Rule to explain',
    placeHolder: 'Its id, its name in BuildKit or hadolint, or a word of what it finds',
    matchOnDescription: true,
    matchOnDetail: true,
  })
  return chosen?.label
}

function rulesAtCursor(): ReadonlySet<string> {
  const editor = vscode.window.activeTextEditor
  if (!editor) return new Set()
  const { line } = editor.selection.active
  const found = vscode.languages
    .getDiagnostics(editor.document.uri)
    .filter(({ source, range }) => source === 'Dockerfile Coach' && range.start.line <= line && line <= range.end.line)
  return new Set(found.map(({ code }) => String(typeof code === 'object' ? code.value : code)))
}
