/** What every feature of the language server is given: the connection, the open documents, their settings. */
import type { ClientCapabilities, Connection, ServerCapabilities, TextDocuments } from 'vscode-languageserver'
import type { TextDocument } from 'vscode-languageserver-textdocument'
import type { BuildContext } from '../lint/build-context.ts'
import type { EffectiveSettings } from '../lint/configuration.ts'
import type { LintResult, LintSettings } from '../lint/lint.ts'
import type { Problem } from '../lint/rule.ts'
import type { Settings } from './settings.ts'

/**
 * One feature of the protocol. Each has a file of its own in `features/` and a line in `features/index.ts`; features
 * know nothing of each other.
 */
export interface Feature {
  /** What the server announces for it, given what the client can do. */
  capabilities?(client: ClientCapabilities): Partial<ServerCapabilities>
  /** Installs its handlers. Called once, before the client has said anything. */
  register(server: LanguageServer): void
}

export interface LanguageServer {
  connection: Connection
  /** The open Dockerfiles. */
  documents: TextDocuments<TextDocument>
  /** The open ignore files. */
  ignoreFiles: TextDocuments<TextDocument>
  environment: Environment
  /** What the client can do; empty until it has been initialized. */
  readonly client: ClientCapabilities
  /** Whether the client is this project's extension, which has commands of its own for what the server offers. */
  readonly hasExtension: boolean
  /** Whether programs may be run: not in a workspace that nobody trusts. */
  readonly isTrusted: boolean
  /** The settings that hold for a resource. */
  settings(uri: string): Promise<Settings>
  /** Calls back once the client is ready for requests from the server. */
  onReady(listener: () => void): void
  /** Calls back when the answers for all documents may have changed: new settings, another configuration file. */
  onInvalidated(listener: () => void): void
  /** Calls back when files on disk have changed that the client watches, with their URIs. */
  onFilesChanged(listener: (uris: readonly string[]) => void): void
  /** Says which files on disk have changed. */
  filesChanged(uris: readonly string[]): void
  /** Says that the answers for all documents may have changed. */
  invalidate(): void
  /** Writes a failure of the server itself to the client's log. */
  logError(what: string, error: unknown): void
}

/** What the machine tells the server; a web worker knows less than Node.js. */
export interface Environment {
  /** The current day, as `YYYY-MM-DD`. */
  today(): string
  /** The folder around a document; undefined where there is none, or none that can be read. */
  buildContext(uri: string): BuildContext | undefined
  /** What the configuration file says for a document: the given file, else the nearest one upwards. */
  configuration(uri: string, path: string | undefined): Promise<FoundConfiguration>
  /** Asks a registry for tags; absent where there is no network to ask. */
  readonly registryTags?: (image: {
    registry: string | undefined
    path: string
  }) => Promise<readonly string[] | undefined>
  /**
   * Judges the scripts of a file with ShellCheck (at a path; empty for the one on PATH): all problems of the file, and
   * why there are no more. Absent where no program can be run.
   */
  readonly judgeScripts?: (
    result: LintResult,
    settings: LintSettings,
    path: string,
    signal: AbortSignal,
  ) => Promise<JudgedScripts>
  /** The version of the ShellCheck at a path (empty for the one on PATH), or a phrase that says why it is not used. */
  readonly shellCheck?: (path: string) => Promise<{ readonly version: string } | { readonly failure: string }>
  /** The path of a file in a folder. */
  pathIn(folder: string, path: string): string | undefined
  /** The Dockerfiles in a folder and below; undefined now and then, where others may have their turn. */
  dockerfiles(folder: string): Iterable<FoundDockerfile | undefined>
  /** What runs the server, for people: `Node.js 24.11.0 on linux x64`. */
  readonly runtime: string
  /** Forgets what it has read of the disk. */
  refresh(): void
}

/** A Dockerfile on disk, or a phrase that says why it or a folder cannot be read. */
export type FoundDockerfile =
  | { readonly uri: string; readonly text: string }
  | { readonly uri: string; readonly failure: string }

export interface JudgedScripts {
  /** Undefined where ShellCheck has nothing to add. */
  readonly problems: readonly Problem[] | undefined
  readonly failures: readonly string[]
}

/** The configuration of a document; the same object as long as nothing has changed. */
export interface FoundConfiguration {
  /** Undefined where there is no configuration file. */
  readonly settings: EffectiveSettings | undefined
  /** The file that was read, and what is wrong with it or with one that it extends. */
  readonly uri: string | undefined
  readonly problems: readonly ConfigurationProblem[]
}

export interface ConfigurationProblem {
  readonly uri: string
  readonly message: string
  /** From 1. */
  readonly line: number
  readonly column: number
  readonly length: number
}
