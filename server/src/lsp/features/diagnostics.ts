/**
 * Publishes diagnostics for open Dockerfiles. Invariant: what is published is the analysis of the text as it stands at
 * that moment; every change ends the run before it, and a run that was ended publishes nothing.
 */
import { type Diagnostic, DiagnosticSeverity, DiagnosticTag } from 'vscode-languageserver'
import type { TextDocument } from 'vscode-languageserver-textdocument'
import { unusedSuppression } from '../../ide/suppress.ts'
import type { Problem } from '../../lint/rule.ts'
import { type Analysis, analyze, judgeScripts } from '../analyze.ts'
import type { Feature, FoundConfiguration, LanguageServer } from '../language-server.ts'
import { toRange } from '../ranges.ts'
import { rulePage } from './rule-documentation.ts'

/** Milliseconds without a keystroke before a changed text is analyzed. */
const quietPeriod = 40

/** Milliseconds that the problems of the rules wait for those of ShellCheck, where problems are shown already. */
const patience = 100

/** Why a document is analyzed; a keystroke counts only where the settings say so. */
type Cause = 'opened' | 'typed' | 'saved' | 'invalidated'

interface Run {
  timer: ReturnType<typeof setTimeout>
  abort: AbortController
}

export const diagnostics: Feature = {
  register(server) {
    const { documents, connection } = server
    const runs = new Map<string, Run>()
    const seen = new WeakSet<TextDocument>()
    const logged = new Set<string>()
    const publishAndLog = async (document: TextDocument, cause: Cause, signal: AbortSignal): Promise<void> => {
      for (const { what, message } of await publish(server, document, cause, signal)) {
        if (logged.has(what)) continue
        logged.add(what)
        server.logError(what, message)
      }
      const stopped = server.environment.buildContext(document.uri)?.stopped
      if (stopped === undefined || logged.has(stopped)) return
      logged.add(stopped)
      connection.console.info(`${stopped} Nothing is said of files that may be absent.`)
    }

    const end = (uri: string): void => {
      const run = runs.get(uri)
      if (!run) return
      clearTimeout(run.timer)
      run.abort.abort()
      runs.delete(uri)
    }
    const start = (document: TextDocument, why: Cause): void => {
      end(document.uri)
      // What a client tells while it starts must not hold up the first problems.
      const cause = why === 'invalidated' && !shown.has(document) ? 'opened' : why
      const abort = new AbortController()
      const delay = cause === 'typed' || cause === 'invalidated' ? quietPeriod : 0
      const timer = setTimeout(() => {
        publishAndLog(document, cause, abort.signal).catch((error) => {
          server.logError(`diagnostics of ${document.uri}`, error)
        })
      }, delay)
      runs.set(document.uri, { timer, abort })
    }

    documents.onDidChangeContent(({ document }) => {
      start(document, seen.has(document) ? 'typed' : 'opened')
      seen.add(document)
    })
    documents.onDidSave(({ document }) => {
      server.environment.refresh()
      start(document, 'saved')
    })
    documents.onDidClose(({ document }) => {
      end(document.uri)
      void connection.sendDiagnostics({ uri: document.uri, diagnostics: [] })
    })
    server.onInvalidated(() => {
      for (const document of documents.all()) start(document, 'invalidated')
    })
  },
}

/** Documents whose problems have been sent. */
const shown = new WeakSet<TextDocument>()

interface Failure {
  readonly what: string
  readonly message: string
}

/** Gives what failed: rules, and the judgement of scripts. */
async function publish(
  server: LanguageServer,
  document: TextDocument,
  cause: Cause,
  signal: AbortSignal,
): Promise<readonly Failure[]> {
  const { uri } = document
  const settings = await server.settings(uri)
  if (signal.aborted || (cause === 'typed' && settings.run === 'onSave')) return []
  const analysis = await analyze(server, document)
  if (signal.aborted || !analysis) return []
  await publishConfiguration(server, analysis.configuration)
  const judging = judgeScripts(server, document, analysis, signal)
  // Where ShellCheck answers soon, as it does for scripts that it knows, problems do not go and come back.
  const soon = shown.has(document) ? await Promise.race([judging, sleep(patience)]) : undefined
  if (signal.aborted) return []
  shown.add(document)
  await send(server, document, soon?.analysis ?? analysis)
  const { analysis: judged, failures } = soon ?? (await judging)
  if (!soon && judged && !signal.aborted) await send(server, document, judged)
  return [
    ...analysis.result.internalErrors.map(({ rule, message }) => ({ what: `the rule ${rule} failed`, message })),
    ...failures.map((message) => ({ what: 'scripts are not judged', message })),
  ]
}

async function send(server: LanguageServer, document: TextDocument, { version, result }: Analysis): Promise<void> {
  const diagnostics = result.problems.map((problem) => toDiagnostic(server, document, problem))
  await server.connection.sendDiagnostics({ uri: document.uri, version, diagnostics })
}

function sleep(milliseconds: number): Promise<undefined> {
  return new Promise((resolve) => setTimeout(() => resolve(undefined), milliseconds))
}

/** What was last published for each configuration file. */
const publishedConfigurations = new WeakMap<LanguageServer, Map<string, string>>()

/** Shows what is wrong with the configuration of a document in the configuration file itself. */
export async function publishConfiguration(server: LanguageServer, configuration: FoundConfiguration): Promise<void> {
  const published = publishedConfigurations.get(server) ?? new Map<string, string>()
  publishedConfigurations.set(server, published)
  const byFile = new Map<string, Diagnostic[]>()
  if (configuration.uri !== undefined) byFile.set(configuration.uri, [])
  for (const { uri: file, message, line, column, length } of configuration.problems) {
    const start = { line: line - 1, character: column - 1 }
    const range = { start, end: { ...start, character: start.character + length } }
    const diagnostic = { range, severity: DiagnosticSeverity.Error, source: 'Dockerfile Coach', message }
    byFile.set(file, [...(byFile.get(file) ?? []), diagnostic])
  }
  for (const [file, diagnostics] of byFile) {
    const text = JSON.stringify(diagnostics)
    if ((published.get(file) ?? '[]') === text) continue
    published.set(file, text)
    await server.connection.sendDiagnostics({ uri: file, diagnostics })
  }
}

const severities = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
} as const

const tags = { unnecessary: DiagnosticTag.Unnecessary, deprecated: DiagnosticTag.Deprecated } as const

export function toDiagnostic(server: LanguageServer, document: TextDocument, problem: Problem): Diagnostic {
  return {
    range: toRange(document, problem.range),
    severity: severities[problem.severity],
    source: 'Dockerfile Coach',
    code: problem.rule,
    ...(problem.rule === unusedSuppression ? {} : { codeDescription: { href: rulePage(server, problem.rule) } }),
    message: problem.message,
    tags: problem.tags?.map((tag) => tags[tag]),
    relatedInformation: problem.related?.map(({ range, message }) => ({
      location: { uri: document.uri, range: toRange(document, range) },
      message,
    })),
  }
}
