/** Offers to write what is at the cursor in another way: heredocs, package lists, stages, variables, labels. */
import { type CodeAction, CodeActionKind, type CodeActionParams, CodeActionTriggerKind } from 'vscode-languageserver'
import type { TextDocument } from 'vscode-languageserver-textdocument'
import { refactoringsAt } from '../../ide/refactorings/index.ts'
import type { Analysis } from '../analyze.ts'
import type { LanguageServer } from '../language-server.ts'
import { fixEdit } from '../workspace-edit.ts'

/** The refactorings at the start of the range that is asked for; one that changes the image has to be confirmed. */
export function refactorings(
  server: LanguageServer,
  document: TextDocument,
  analysis: Analysis,
  { range, context }: CodeActionParams,
): CodeAction[] {
  // Nearly every line could be written in another way: a lamp at all of them would say nothing.
  if (context.triggerKind === CodeActionTriggerKind.Automatic) return []
  const { input, result } = analysis
  const { fixes, failures } = refactoringsAt(result.file, input, document.offsetAt(range.start))
  for (const { title, failure } of failures) server.logError(`the refactoring "${title}" is not offered`, failure)
  return fixes.flatMap((fix): CodeAction[] => {
    const edit = fixEdit(server, document, fix, input.context)
    return edit ? [{ title: fix.title, kind: CodeActionKind.RefactorRewrite, edit }] : []
  })
}
