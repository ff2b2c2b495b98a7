/**
 * Offers fixes for the problems in a range, "fix all", silencing comments, the rule's documentation and refactorings.
 * Everything is computed anew from the document for each request; nothing is remembered between two.
 */
import {
  type CodeAction,
  CodeActionKind,
  type CodeActionParams,
  type Diagnostic,
  type WorkspaceEdit,
} from 'vscode-languageserver'
import type { TextDocument } from 'vscode-languageserver-textdocument'
import {
  fixAllEdit,
  type OfferedFix,
  offeredFixes,
  offeredSuppressions,
  problemsIn,
  rulesToFixAll,
} from '../../ide/quick-fixes.ts'
import type { Problem } from '../../lint/rule.ts'
import { type Analysis, analyze } from '../analyze.ts'
import type { Feature, LanguageServer } from '../language-server.ts'
import { toOffsets } from '../ranges.ts'
import { fixEdit, toWorkspaceEdit } from '../workspace-edit.ts'
import { fixIgnoreFile } from './dockerignore.ts'
import { refactorings } from './refactorings.ts'
import { explainCommand } from './rule-documentation.ts'

/** The kind of "fix all", for `editor.codeActionsOnSave`. */
export const fixAllKind = `${CodeActionKind.SourceFixAll}.dockerfileCoach`

/** What `codeAction/resolve` is to compute: "fix all" costs several rounds of linting. */
interface Unresolved {
  readonly uri: string
  readonly version: number
  readonly rule: string
}

export const codeActions: Feature = {
  capabilities: () => ({
    codeActionProvider: {
      codeActionKinds: [CodeActionKind.QuickFix, CodeActionKind.RefactorRewrite, fixAllKind],
      resolveProvider: true,
    },
  }),
  register(server) {
    const logged = new Set<string>()
    const logFailures = (failures: ReturnType<typeof offeredFixes>['failures']): void => {
      for (const { rule, title, failure } of failures) {
        if (logged.has(`${rule} ${title}`)) continue
        logged.add(`${rule} ${title}`)
        server.logError(`the fix "${title}" of ${rule} is not offered`, failure)
      }
    }

    server.connection.onCodeAction(async (params, token) => {
      const ignoreFile = server.ignoreFiles.get(params.textDocument.uri)
      if (ignoreFile) {
        if (!wants(params, CodeActionKind.QuickFix)) return null
        return fixIgnoreFile(server, ignoreFile, params.range, params.context.diagnostics)
      }
      const document = server.documents.get(params.textDocument.uri)
      if (!document) return null
      const analysis = await analyze(server, document)
      if (!analysis || token.isCancellationRequested) return null
      const actions: CodeAction[] = []
      if (wants(params, CodeActionKind.QuickFix)) {
        const problems = problemsIn(analysis.result, toOffsets(document, params.range))
        const { fixes, failures } = offeredFixes(analysis.input, analysis.result, problems)
        logFailures(failures)
        const resolved = (problem: Problem) => diagnosticsOf(document, problem, params.context.diagnostics)
        actions.push(
          ...fixes.flatMap((offered) => quickFix(server, document, analysis, offered, resolved(offered.problem))),
          ...fixAllOfRule(server, document, analysis, problems),
          ...offeredSuppressions(analysis.result, problems).map(({ title, problem, edit }) => ({
            title,
            kind: CodeActionKind.QuickFix,
            diagnostics: resolved(problem),
            edit: toWorkspaceEdit(server, document, [edit]),
          })),
          ...explanations(server, problems, resolved),
        )
      }
      if (wants(params, CodeActionKind.RefactorRewrite))
        actions.push(...refactorings(server, document, analysis, params))
      if (wants(params, fixAllKind)) {
        const edit = editOfAll(server, document, analysis, undefined)
        if (edit) actions.push({ title: 'Fix all problems that Dockerfile Coach can fix', kind: fixAllKind, edit })
      }
      // The text has changed meanwhile: offsets no longer fit it, and the client asks again.
      return document.version === analysis.version ? actions : null
    })

    server.connection.onCodeActionResolve(async (action) => {
      const { uri, version, rule } = (action.data ?? {}) as Partial<Unresolved>
      const document = uri === undefined ? undefined : server.documents.get(uri)
      if (!document || rule === undefined) return action
      const analysis = await analyze(server, document)
      if (!analysis || analysis.version !== version || document.version !== version) return action
      return { ...action, edit: editOfAll(server, document, analysis, rule) }
    })
  },
}

/** Whether the client asked for this kind or for a kind above it. Source actions are given only when asked for. */
function wants(params: CodeActionParams, kind: string): boolean {
  const { only } = params.context
  if (!only) return !kind.startsWith(CodeActionKind.Source)
  return only.some((asked) => asked === '' || kind === asked || kind.startsWith(`${asked}.`))
}

/** The client's own diagnostics that stand for a problem. */
function diagnosticsOf(document: TextDocument, problem: Problem, diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const start = document.positionAt(problem.range.start)
  return diagnostics.filter(
    ({ code, range, message }) =>
      code === problem.rule &&
      message === problem.message &&
      range.start.line === start.line &&
      range.start.character === start.character,
  )
}

function quickFix(
  server: LanguageServer,
  document: TextDocument,
  analysis: Analysis,
  { fix, preferred }: OfferedFix,
  diagnostics: Diagnostic[],
): CodeAction[] {
  const edit = fixEdit(server, document, fix, analysis.input.context)
  if (!edit) return []
  return [{ title: fix.title, kind: CodeActionKind.QuickFix, isPreferred: preferred, diagnostics, edit }]
}

function fixAllOfRule(
  server: LanguageServer,
  document: TextDocument,
  analysis: Analysis,
  problems: readonly Problem[],
): CodeAction[] {
  const { codeAction } = server.client.textDocument ?? {}
  const resolves = codeAction?.dataSupport && codeAction.resolveSupport?.properties.includes('edit')
  return rulesToFixAll(analysis.result, problems, safetyOf(analysis)).flatMap(({ rule }): CodeAction[] => {
    const action = { title: `Fix all in this file: ${rule}`, kind: CodeActionKind.QuickFix }
    if (resolves) {
      const data: Unresolved = { uri: document.uri, version: analysis.version, rule }
      return [{ ...action, data }]
    }
    const edit = editOfAll(server, document, analysis, rule)
    return edit ? [{ ...action, edit }] : []
  })
}

function explanations(
  server: LanguageServer,
  problems: readonly Problem[],
  resolved: (problem: Problem) => Diagnostic[],
): CodeAction[] {
  const firstOfRule = new Map<string, Problem>()
  for (const problem of problems) if (!firstOfRule.has(problem.rule)) firstOfRule.set(problem.rule, problem)
  return [...firstOfRule.values()].flatMap((problem): CodeAction[] => {
    const command = explainCommand(server, problem.rule)
    return command
      ? [{ title: command.title, kind: CodeActionKind.QuickFix, diagnostics: resolved(problem), command }]
      : []
  })
}

/** "Fix all", of one rule or of every rule, with the safety that the settings allow. */
function editOfAll(
  server: LanguageServer,
  document: TextDocument,
  analysis: Analysis,
  rule: string | undefined,
): WorkspaceEdit | undefined {
  const edit = fixAllEdit(analysis.input, analysis.lintSettings, {
    safety: safetyOf(analysis),
    rules: rule === undefined ? undefined : new Set([rule]),
  })
  return edit && toWorkspaceEdit(server, document, [edit])
}

function safetyOf({ settings }: Analysis): 'safe' | 'unsafe' {
  return settings.fixUnsafe ? 'unsafe' : 'safe'
}
