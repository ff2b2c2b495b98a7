/** The seam between the protocol and the engine: each version of a document is parsed once and linted once. */
import type { TextDocument } from 'vscode-languageserver-textdocument'
import { type LintResult, type LintSettings, lint } from '../lint/lint.ts'
import { LintFile, type LintInput } from '../lint/lint-file.ts'
import { rules } from '../rules/index.ts'
import type { LanguageServer } from './language-server.ts'
import type { Settings } from './settings.ts'

/** One version of a document, as the engine sees it. */
export interface OpenFile {
  readonly version: number
  readonly input: LintInput
  readonly file: LintFile
}

/** A linted version of a document, under the settings of its resource. */
export interface Analysis extends OpenFile {
  readonly settings: Settings
  readonly result: LintResult
}

const openFiles = new WeakMap<TextDocument, OpenFile>()
const analyses = new WeakMap<TextDocument, Analysis>()

/** The current version of a document, parsed when it is first asked for. */
export function openFile(server: LanguageServer, document: TextDocument): OpenFile {
  const context = server.environment.buildContext(document.uri)
  const today = server.environment.today()
  const known = openFiles.get(document)
  if (known?.version === document.version && known.input.context === context && known.input.today === today) {
    return known
  }
  const input: LintInput = { text: document.getText(), today, context }
  const fresh = { version: document.version, input, file: new LintFile(input) }
  openFiles.set(document, fresh)
  return fresh
}

/** Lints the current version of a document; undefined when it was closed meanwhile. */
export async function analyze(server: LanguageServer, document: TextDocument): Promise<Analysis | undefined> {
  const settings = await server.settings(document.uri)
  if (server.documents.get(document.uri) !== document) return undefined
  const open = openFile(server, document)
  const known = analyses.get(document)
  if (known?.file === open.file && known.settings === settings) return known
  const analysis = { ...open, settings, result: lint(open.input, rules, lintSettings(settings), open.file) }
  analyses.set(document, analysis)
  return analysis
}

/** What the linter is to do under the settings of a resource. */
export function lintSettings(settings: Settings): LintSettings {
  return { severities: settings.rules }
}
