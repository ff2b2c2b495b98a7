/**
 * Lints all Dockerfiles of some folders and publishes what it finds in those that are not open. That goes away when the
 * file is opened, changes on disk, or is closed again: what is shown is about the text as it was looked at.
 */
import type { CancellationToken, WorkDoneProgressServerReporter } from 'vscode-languageserver'
import { TextDocument } from 'vscode-languageserver-textdocument'
import {
  type LintWorkspaceAnswer,
  type LintWorkspaceParams,
  lintWorkspaceRequest,
} from '../../../../client/src/protocol.ts'
import type { Problem } from '../../lint/rule.ts'
import { analyze, analyzeClosed, judgeScripts } from '../analyze.ts'
import type { Feature, FoundDockerfile, LanguageServer } from '../language-server.ts'
import { publishConfiguration, toDiagnostic } from './diagnostics.ts'

/** The server's command for clients other than the extension; it takes URIs of folders, else takes those of the workspace. */
export const lintWorkspaceCommand = 'dockerfile-coach.lintWorkspace'

/** Milliseconds of work after which others have their turn. */
const slice = 20

export const lintWorkspace: Feature = {
  register(server) {
    const { connection, documents } = server
    connection.onRequest(lintWorkspaceRequest, ({ folders }: LintWorkspaceParams, token) =>
      lintFolders(server, folders, token),
    )
    documents.onDidOpen(({ document }) => stateOf(server).shown.delete(document.uri))
    server.onFilesChanged((uris) => {
      for (const uri of uris) clear(server, uri)
    })
  },
}

/** The command's handler; gives the same as the request. */
export async function lintWorkspaceFolders(server: LanguageServer, argument: unknown): Promise<LintWorkspaceAnswer> {
  const given = Array.isArray(argument) ? argument.filter((uri) => typeof uri === 'string') : undefined
  const known = server.client.workspace?.workspaceFolders
    ? ((await server.connection.workspace.getWorkspaceFolders()) ?? []).map(({ uri }) => uri)
    : []
  return lintFolders(server, given ?? known)
}

interface State {
  /** Closed files whose problems are published. */
  readonly shown: Set<string>
  /** Ends the run that goes on. */
  end: () => void
}

const states = new WeakMap<LanguageServer, State>()

function stateOf(server: LanguageServer): State {
  const known = states.get(server)
  if (known) return known
  const state: State = { shown: new Set(), end: () => {} }
  states.set(server, state)
  return state
}

function clear(server: LanguageServer, uri: string): void {
  if (!stateOf(server).shown.delete(uri)) return
  void server.connection.sendDiagnostics({ uri, diagnostics: [] })
}

async function lintFolders(
  server: LanguageServer,
  folders: readonly string[],
  token?: CancellationToken,
): Promise<LintWorkspaceAnswer> {
  const state = stateOf(server)
  state.end()
  const abort = new AbortController()
  state.end = () => abort.abort()
  token?.onCancellationRequested(() => abort.abort())
  const progress = await server.connection.window.createWorkDoneProgress()
  progress.token.onCancellationRequested(() => abort.abort())
  progress.begin('Checking Dockerfiles', undefined, undefined, true)
  try {
    return await lintAll(server, folders, abort.signal, progress)
  } finally {
    progress.done()
  }
}

async function lintAll(
  server: LanguageServer,
  folders: readonly string[],
  signal: AbortSignal,
  progress: WorkDoneProgressServerReporter,
): Promise<LintWorkspaceAnswer> {
  server.environment.refresh()
  const answer: LintWorkspaceAnswer = {
    files: 0,
    counts: { error: 0, warning: 0, info: 0, hint: 0 },
    failures: [],
    cancelled: false,
  }
  const old = new Set(stateOf(server).shown)
  const seen = new Set<string>()
  let pause = performance.now() + slice
  for (const folder of folders) {
    for (const found of server.environment.dockerfiles(folder)) {
      if (performance.now() > pause) {
        await new Promise((resolve) => setTimeout(resolve, 0))
        pause = performance.now() + slice
      }
      if (signal.aborted) return { ...answer, cancelled: true }
      if (!found || seen.has(found.uri)) continue
      seen.add(found.uri)
      old.delete(found.uri)
      await lintOne(server, found, answer, signal)
      progress.report(`${answer.files} done, ${problemCount(answer)} problems`)
    }
  }
  // Files that were there the last time and are not any more.
  for (const uri of old) clear(server, uri)
  return answer
}

function problemCount({ counts }: LintWorkspaceAnswer): number {
  return counts.error + counts.warning + counts.info + counts.hint
}

async function lintOne(
  server: LanguageServer,
  found: FoundDockerfile,
  answer: LintWorkspaceAnswer,
  signal: AbortSignal,
): Promise<void> {
  if ('failure' in found) {
    answer.failures.push(`${found.uri} ${found.failure}`)
    return
  }
  try {
    const open = server.documents.get(found.uri)
    const problems = open
      ? ((await analyze(server, open))?.result.problems ?? [])
      : await lintClosed(server, found, signal)
    answer.files++
    for (const { severity } of problems) answer.counts[severity]++
  } catch (error) {
    answer.failures.push(`${found.uri} could not be checked`)
    server.logError(found.uri, error)
  }
}

/** Publishes the problems of a closed file, unless it was opened meanwhile. */
async function lintClosed(
  server: LanguageServer,
  { uri, text }: { readonly uri: string; readonly text: string },
  signal: AbortSignal,
): Promise<readonly Problem[]> {
  const document = TextDocument.create(uri, 'dockerfile', 0, text)
  const own = await analyzeClosed(server, document)
  const { analysis, failures } = await judgeScripts(server, document, own, signal)
  for (const failure of failures) server.connection.console.warn(failure)
  const { result, configuration } = analysis ?? own
  if (server.documents.get(uri) || signal.aborted) return result.problems
  await publishConfiguration(server, configuration)
  stateOf(server).shown.add(uri)
  const diagnostics = result.problems.map((problem) => toDiagnostic(server, document, problem))
  await server.connection.sendDiagnostics({ uri, diagnostics })
  return result.problems
}
