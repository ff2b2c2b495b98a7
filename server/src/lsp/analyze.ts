/** The seam between the protocol and the engine: each version of a document is parsed once and linted once. */
import type { TextDocument } from 'vscode-languageserver-textdocument'
import { unusedSuppressionProblems } from '../ide/suppress.ts'
import { type LintResult, type LintSettings, lint, severityOf } from '../lint/lint.ts'
import { LintFile, type LintInput } from '../lint/lint-file.ts'
import { rules } from '../rules/index.ts'
import type { FoundConfiguration, LanguageServer } from './language-server.ts'
import type { Settings } from './settings.ts'

/** One version of a document, parsed, with the settings that hold for it. */
export interface OpenFile {
  readonly version: number
  readonly settings: Settings
  readonly configuration: FoundConfiguration
  readonly input: LintInput
  readonly file: LintFile
}

/** A linted version of a document. */
export interface Analysis extends OpenFile {
  readonly lintSettings: LintSettings
  /** Comments that silence nothing are among its problems. */
  readonly result: LintResult
}

const openFiles = new WeakMap<TextDocument, OpenFile>()
const analyses = new WeakMap<TextDocument, Analysis>()

/** The current version of a document; undefined when it was closed meanwhile. */
export async function openFile(server: LanguageServer, document: TextDocument): Promise<OpenFile | undefined> {
  const { uri } = document
  const settings = await server.settings(uri)
  const configuration = await configurationOf(server, uri, settings)
  if (server.documents.get(uri) !== document) return undefined
  return parsedFile(server, document, settings, configuration)
}

function parsedFile(
  server: LanguageServer,
  document: TextDocument,
  settings: Settings,
  configuration: FoundConfiguration,
): OpenFile {
  const { uri } = document
  const context = server.environment.buildContext(uri)
  const today = server.environment.today()
  const known = openFiles.get(document)
  if (
    known?.version === document.version &&
    known.settings === settings &&
    known.configuration === configuration &&
    known.input.context === context &&
    known.input.today === today
  ) {
    return known
  }
  const input: LintInput = { text: document.getText(), today, context, options: configuration.settings?.options }
  const fresh = { version: document.version, settings, configuration, input, file: new LintFile(input) }
  openFiles.set(document, fresh)
  return fresh
}

/** The configuration file that holds for a resource under its settings. */
export async function configurationOf(
  server: LanguageServer,
  uri: string,
  settings: Settings,
): Promise<FoundConfiguration> {
  return server.environment.configuration(uri, await configPath(server, uri, settings.configPath))
}

/** Lints the current version of a document; undefined when it was closed meanwhile. */
export async function analyze(server: LanguageServer, document: TextDocument): Promise<Analysis | undefined> {
  const open = await openFile(server, document)
  return open && analysisOf(document, open)
}

/** Lints a Dockerfile that no editor has open. */
export async function analyzeClosed(server: LanguageServer, document: TextDocument): Promise<Analysis> {
  const settings = await server.settings(document.uri)
  const configuration = await configurationOf(server, document.uri, settings)
  return analysisOf(document, parsedFile(server, document, settings, configuration))
}

/** The problems of a version that is open already. */
export function analysisOf(document: TextDocument, open: OpenFile): Analysis {
  const known = analyses.get(document)
  if (known?.file === open.file) return known
  const { settings, configuration, input, file } = open
  const lintSettings: LintSettings = {
    severities: { ...configuration.settings?.severities, ...settings.rules },
    ignoreSuppressions: configuration.settings?.suppressions === false,
  }
  const result = withUnusedSuppressions(lint(input, rules, lintSettings, file), lintSettings)
  const analysis: Analysis = { ...open, lintSettings, result }
  analyses.set(document, analysis)
  return analysis
}

/**
 * The analysis with what ShellCheck says of the scripts, which every later answer about this version then has as well.
 * Undefined where ShellCheck adds nothing, or is not to be run.
 */
export async function judgeScripts(
  server: LanguageServer,
  document: TextDocument,
  analysis: Analysis,
  signal: AbortSignal,
): Promise<{ readonly analysis: Analysis | undefined; readonly failures: readonly string[] }> {
  const { settings, configuration, lintSettings, result } = analysis
  const isWanted = settings.shellcheck.enable && configuration.settings?.shellcheck !== false && server.isTrusted
  if (!isWanted || !server.environment.judgeScripts) return { analysis: undefined, failures: [] }
  const { path } = settings.shellcheck
  const { problems, failures } = await server.environment.judgeScripts(result, lintSettings, path, signal)
  if (signal.aborted) return { analysis: undefined, failures: [] }
  if (!problems || analyses.get(document) !== analysis) return { analysis: undefined, failures }
  const judged = { ...analysis, result: { ...result, problems } }
  analyses.set(document, judged)
  return { analysis: judged, failures }
}

function withUnusedSuppressions(result: LintResult, settings: LintSettings): LintResult {
  if (result.unusedSuppressions.length === 0) return result
  const ran = rules.filter((rule) => severityOf(rule, settings) !== 'off')
  const unused = unusedSuppressionProblems(result.file, result.unusedSuppressions, { ran, all: rules })
  const problems = [...result.problems, ...unused]
  problems.sort((a, b) => a.range.start - b.range.start || a.range.end - b.range.end)
  return { ...result, problems }
}

/** The configuration file of the settings; a relative path starts at the workspace folder of the document. */
async function configPath(server: LanguageServer, uri: string, path: string): Promise<string | undefined> {
  if (path === '') return undefined
  if (/^(?:[a-zA-Z]:)?[/\\]/.test(path) || !server.client.workspace?.workspaceFolders) return path
  const folders = (await server.connection.workspace.getWorkspaceFolders()) ?? []
  const around = folders.filter((folder) => uri.startsWith(`${folder.uri.replace(/\/$/, '')}/`))
  const nearest = around.sort((a, b) => b.uri.length - a.uri.length)[0] ?? folders[0]
  return nearest ? server.environment.pathIn(nearest.uri, path) : path
}
