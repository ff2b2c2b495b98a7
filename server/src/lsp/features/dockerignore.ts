/**
 * Diagnostics of open ignore files, and what hover, completion and code actions answer in them. As for Dockerfiles,
 * every change ends the run before it, and what is published is about the text as it stands at that moment.
 */
import {
  type CodeAction,
  CodeActionKind,
  type Diagnostic,
  DiagnosticSeverity,
  DiagnosticTag,
  type Hover,
  MarkupKind,
  type Position,
  type Range,
} from 'vscode-languageserver'
import type { TextDocument } from 'vscode-languageserver-textdocument'
import type { Completion } from '../../ide/completion.ts'
import { isSoundFix } from '../../ide/dockerignore/check-fix.ts'
import { ignoreCompletions } from '../../ide/dockerignore/completion.ts'
import { ignoreHover } from '../../ide/dockerignore/hover.ts'
import { type IgnoreFile, openIgnoreFile } from '../../ide/dockerignore/ignore-file.ts'
import type { IgnoreProblem } from '../../ide/dockerignore/problem.ts'
import { ignoreProblems } from '../../ide/dockerignore/problems.ts'
import { ignoreProblemUrl } from '../../ide/rule-page.ts'
import type { Severity } from '../../lint/rule.ts'
import { configurationOf } from '../analyze.ts'
import type { Feature, LanguageServer } from '../language-server.ts'
import { toOffsets, toRange } from '../ranges.ts'
import type { Settings } from '../settings.ts'
import { toWorkspaceEdit } from '../workspace-edit.ts'
import { rulePage } from './rule-documentation.ts'

/** Milliseconds without a keystroke before a changed text is judged. */
const quietPeriod = 40

export const dockerignore: Feature = {
  register(server) {
    const { ignoreFiles, connection } = server
    const timers = new Map<string, ReturnType<typeof setTimeout>>()
    const end = (uri: string): void => {
      clearTimeout(timers.get(uri))
      timers.delete(uri)
    }
    const start = (document: TextDocument, typed?: 'typed'): void => {
      end(document.uri)
      const timer = setTimeout(() => {
        publish(server, document, typed).catch((error) => server.logError(`diagnostics of ${document.uri}`, error))
      }, quietPeriod)
      timers.set(document.uri, timer)
    }

    const seen = new WeakSet<TextDocument>()
    ignoreFiles.onDidChangeContent(({ document }) => {
      start(document, seen.has(document) ? 'typed' : undefined)
      seen.add(document)
    })
    // What the builder is sent has changed, and with it what is said of the Dockerfiles beside it.
    ignoreFiles.onDidSave(() => server.invalidate())
    ignoreFiles.onDidClose(({ document }) => {
      end(document.uri)
      void connection.sendDiagnostics({ uri: document.uri, diagnostics: [] })
    })
    server.onInvalidated(() => {
      for (const document of ignoreFiles.all()) start(document)
    })
  },
}

async function publish(server: LanguageServer, document: TextDocument, typed: 'typed' | undefined): Promise<void> {
  const { uri, version } = document
  const settings = await server.settings(uri)
  if (typed && settings.run === 'onSave') return
  const severities = await severitiesOf(server, uri, settings)
  if (server.ignoreFiles.get(uri) !== document || document.version !== version) return
  const diagnostics = problemsOf(server, document, severities).map(({ problem, severity }) =>
    toDiagnostic(server, document, problem, severity),
  )
  await server.connection.sendDiagnostics({ uri, version, diagnostics })
}

interface SetProblem {
  readonly problem: IgnoreProblem
  readonly severity: Severity
}

type Severities = Readonly<Record<string, Severity | 'off'>>

/** The severities of the configuration file, under those of the settings. */
async function severitiesOf(server: LanguageServer, uri: string, settings: Settings): Promise<Severities> {
  const configuration = await configurationOf(server, uri, settings)
  return { ...configuration.settings?.severities, ...settings.rules }
}

/** The problems with the severities in force. */
function problemsOf(server: LanguageServer, document: TextDocument, severities: Severities): readonly SetProblem[] {
  return ignoreProblems(ignoreFileOf(server, document)).flatMap((problem): SetProblem[] => {
    const severity = severities[problem.id] ?? problem.severity
    return severity === 'off' ? [] : [{ problem, severity }]
  })
}

const opened = new WeakMap<TextDocument, IgnoreFile>()

/** The current version of an ignore file, read once. */
function ignoreFileOf(server: LanguageServer, document: TextDocument): IgnoreFile {
  const text = document.getText()
  const context = server.environment.buildContext(document.uri)
  const known = opened.get(document)
  if (known?.text === text && known.context === context) return known
  const file = openIgnoreFile(text, context)
  opened.set(document, file)
  return file
}

export function hoverIgnoreFile(server: LanguageServer, document: TextDocument, position: Position): Hover | null {
  const found = ignoreHover(ignoreFileOf(server, document), document.offsetAt(position))
  if (!found) return null
  return { contents: { kind: MarkupKind.Markdown, value: found.markdown }, range: toRange(document, found.range) }
}

export function completeIgnoreFile(
  server: LanguageServer,
  document: TextDocument,
  position: Position,
): readonly Completion[] {
  return ignoreCompletions(ignoreFileOf(server, document), document.offsetAt(position))
}

/**
 * Each fix costs a judgement of the file to check; a selection of hundreds of lines gets those of the first ones. In a
 * file of more lines than most have, they are fewer.
 */
const maxFixed = 16
const maxJudgedLines = 1_000

/** The fixes of the problems in a range, the preferred one of each first. */
export async function fixIgnoreFile(
  server: LanguageServer,
  document: TextDocument,
  range: Range,
  diagnostics: readonly Diagnostic[],
): Promise<CodeAction[]> {
  const { version } = document
  const severities = await severitiesOf(server, document.uri, await server.settings(document.uri))
  if (server.ignoreFiles.get(document.uri) !== document || document.version !== version) return []
  const asked = toOffsets(document, range)
  const file = ignoreFileOf(server, document)
  const problems = problemsOf(server, document, severities).map(({ problem }) => problem)
  return problems
    .filter((problem) => problem.range.start <= asked.end && asked.start <= problem.range.end)
    .slice(0, Math.max(1, Math.min(maxFixed, Math.floor(maxJudgedLines / file.ignore.lines.length))))
    .flatMap((problem) => {
      const sound = problem.fixes.filter((fix) => isSoundFix(file, problems, problem, fix))
      return sound.map(({ title, edits }, index): CodeAction => {
        const resolved = diagnostics.filter(({ code, message }) => code === problem.id && message === problem.message)
        const edit = toWorkspaceEdit(server, document, edits)
        return { title, kind: CodeActionKind.QuickFix, isPreferred: index === 0, diagnostics: resolved, edit }
      })
    })
}

const protocolSeverities = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
} as const

function toDiagnostic(
  server: LanguageServer,
  document: TextDocument,
  problem: IgnoreProblem,
  severity: Severity,
): Diagnostic {
  const { id, range, message, tags, related } = problem
  return {
    range: toRange(document, range),
    severity: protocolSeverities[severity],
    source: 'Dockerfile Coach',
    code: id,
    ...descriptionOf(server, id),
    message,
    tags: tags?.map(() => DiagnosticTag.Unnecessary),
    relatedInformation: related && [
      { location: { uri: document.uri, range: toRange(document, related.range) }, message: related.message },
    ],
  }
}

/** The extension carries pages of rules only; the hover says there what is wrong with a line. */
function descriptionOf(server: LanguageServer, id: string): Pick<Diagnostic, 'codeDescription'> {
  if (!id.startsWith('ignore-')) return { codeDescription: { href: rulePage(server, id) } }
  return server.hasExtension ? {} : { codeDescription: { href: ignoreProblemUrl(id) } }
}
