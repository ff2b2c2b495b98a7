/** BuildKit's own check of a Dockerfile, and which of its findings ours do not already say. */
import path from 'node:path'
import * as vscode from 'vscode'
import type { LanguageClient } from 'vscode-languageclient/node'
import { showError, showWarning, withNotification } from '../notifications.ts'
import { type RuleIds, type RuleIdsParams, ruleIdsRequest } from '../protocol.ts'
import { type CheckWarning, readCheck } from './check-output.ts'
import { environmentProblem } from './environment.ts'
import { failureOf } from './failure.ts'
import { createOutputReader } from './output.ts'
import { checkArguments } from './plan.ts'
import { type BuildProblems, buildSource } from './problems.ts'
import { runProcess } from './process.ts'
import { type ChosenBuilder, showProblem } from './settings.ts'

/** Checks, and shows as problems what is new. Gives how much that was; undefined when it could not be checked. */
export async function checkWithBuildKit(
  client: LanguageClient,
  dockerfile: vscode.TextDocument,
  builder: ChosenBuilder,
  context: string,
  problems: BuildProblems,
): Promise<number | undefined> {
  if (!builder.canCheck) {
    void showWarning('This builder has no --check: it came with buildx 0.15.')
    return undefined
  }
  const cwd = path.dirname(dockerfile.uri.fsPath)
  const end = await withNotification('Checking with BuildKit', () =>
    runProcess(builder.executable, checkArguments({ dockerfile: dockerfile.uri.fsPath, context, buildArgs: [] }), {
      cwd,
    }),
  )
  const problem = environmentProblem(builder.builder, end)
  if (problem) {
    void showProblem(problem)
    return undefined
  }
  const result = readCheck(end.stdout)
  if (!result) {
    const reader = createOutputReader()
    reader.push('stderr', end.stderr, 0)
    reader.end(0)
    const { message, advice } = failureOf(reader.record, end.exitStatus)
    void showError(`BuildKit could not check: ${message.replaceAll('`', '')}. ${advice ?? ''}`)
    return undefined
  }
  const fresh = await withoutOurs(client, dockerfile, result.warnings)
  const diagnostics = fresh.map((warning) => toDiagnostic(dockerfile, warning))
  if (result.error) {
    const error = toDiagnostic(dockerfile, { ...result.error, rule: undefined, url: undefined })
    error.severity = vscode.DiagnosticSeverity.Error
    diagnostics.push(error)
  }
  problems.show(dockerfile, diagnostics)
  return diagnostics.length
}

async function withoutOurs(
  client: LanguageClient,
  dockerfile: vscode.TextDocument,
  warnings: readonly CheckWarning[],
): Promise<readonly CheckWarning[]> {
  const parameters: RuleIdsParams = { names: warnings.map(({ rule }) => rule ?? '') }
  const ids = await client.sendRequest<RuleIds>(ruleIdsRequest, parameters).catch((): RuleIds => [])
  const ours = vscode.languages.getDiagnostics(dockerfile.uri).filter(({ source }) => source !== buildSource)
  return warnings.filter((warning, i) => {
    const said = ours.some(({ code, range }) => {
      const id = typeof code === 'object' ? code.value : code
      return id === ids[i] && range.start.line <= warning.lines.end && warning.lines.start <= range.end.line
    })
    return !said
  })
}

function toDiagnostic(dockerfile: vscode.TextDocument, { rule, message, url, lines }: CheckWarning): vscode.Diagnostic {
  const last = dockerfile.lineCount - 1
  const start = dockerfile.lineAt(Math.min(lines.start, last))
  const end = dockerfile.lineAt(Math.min(lines.end, last))
  const range = new vscode.Range(start.range.start, end.range.end)
  const diagnostic = new vscode.Diagnostic(range, message, vscode.DiagnosticSeverity.Warning)
  diagnostic.source = buildSource
  if (rule) diagnostic.code = url ? { value: rule, target: vscode.Uri.parse(url) } : rule
  return diagnostic
}
