/** The language status item, which shows what is active, and "Copy Debug Information", which tells it to others. */
import * as vscode from 'vscode'
import { type BaseLanguageClient, State } from 'vscode-languageclient'
import { inert } from './inert.ts'
import { showInformation } from './notifications.ts'
import { type ServerStatus, type StatusParams, statusChangedNotification, statusRequest } from './protocol.ts'
import { type ActiveParts, type SetValue, statusWords, tellableSetting } from './words.ts'

/** Names the program that would build a resource's Dockerfile, or says why there is none. Absent where nothing is built. */
export type BuilderName = (resource: vscode.Uri) => Promise<string>

const languages = ['dockerfile', 'dockerignore']

/** Shows what is active for the active editor. One item says all of it. */
export function registerStatus(
  context: vscode.ExtensionContext,
  client: BaseLanguageClient,
  builderName: BuilderName | undefined,
): vscode.Disposable {
  const item = vscode.languages.createLanguageStatusItem('dockerfileCoach', languages)
  item.name = 'Dockerfile Coach'
  let latest = 0
  const update = async (): Promise<void> => {
    const document = vscode.window.activeTextEditor?.document
    const isOurs = document !== undefined && languages.includes(document.languageId)
    if (!isOurs && client.state === State.Running) return
    const turn = ++latest
    item.busy = true
    const parts = await activeParts(client, document?.uri, builderName)
    if (turn === latest) show(item, parts)
  }
  void update()
  return vscode.Disposable.from(
    item,
    client.onDidChangeState(update),
    client.onNotification(statusChangedNotification, update),
    vscode.window.onDidChangeActiveTextEditor(update),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration('dockerfileCoach')) void update()
    }),
    vscode.workspace.onDidGrantWorkspaceTrust(update),
    vscode.commands.registerCommand('dockerfileCoach.copyDebugInformation', async () => {
      await vscode.env.clipboard.writeText(await debugInformation(context, client, builderName))
      void showInformation('The debug information is in the clipboard.')
    }),
  )
}

const severities = {
  information: vscode.LanguageStatusSeverity.Information,
  warning: vscode.LanguageStatusSeverity.Warning,
  error: vscode.LanguageStatusSeverity.Error,
} as const

function show(item: vscode.LanguageStatusItem, parts: ActiveParts): void {
  const { text, detail, severity } = statusWords(parts)
  item.text = inert(text)
  item.detail = inert(detail)
  item.severity = severities[severity]
  item.busy = parts.server === 'starting'
  item.command =
    parts.server === 'stopped'
      ? { title: 'Restart', command: 'dockerfileCoach.restartServer' }
      : { title: 'Configure', command: 'dockerfileCoach.openConfiguration' }
}

const states = { [State.Running]: 'running', [State.Starting]: 'starting' } as const

async function activeParts(
  client: BaseLanguageClient,
  resource: vscode.Uri | undefined,
  builderName: BuilderName | undefined,
): Promise<ActiveParts & { readonly status: ServerStatus | undefined }> {
  const server = client.state === State.Running || client.state === State.Starting ? states[client.state] : 'stopped'
  const status = server === 'running' ? await askStatus(client, resource) : undefined
  const builder = resource === undefined ? undefined : await nameBuilder(resource, builderName)
  return {
    server,
    status,
    version: status?.version,
    configuration: status?.configuration && shortPath(status.configuration.uri),
    mistakes: status?.configuration?.mistakes ?? 0,
    shellCheck: status?.shellCheck,
    builder,
  }
}

async function askStatus(
  client: BaseLanguageClient,
  resource: vscode.Uri | undefined,
): Promise<ServerStatus | undefined> {
  const params: StatusParams = { uri: resource?.toString() }
  try {
    return await client.sendRequest<ServerStatus>(statusRequest, params)
  } catch {
    // It was stopped meanwhile, which is a change of its state, and asks again.
    return undefined
  }
}

async function nameBuilder(resource: vscode.Uri, builderName: BuilderName | undefined): Promise<string | undefined> {
  if (!builderName || resource.scheme !== 'file') return undefined
  return vscode.workspace.isTrusted ? builderName(resource) : 'no builds in Restricted Mode'
}

/** A path below a workspace folder; of all others only the name. */
function shortPath(uri: string): string {
  const file = vscode.Uri.parse(uri)
  const folder = vscode.workspace.getWorkspaceFolder(file)
  return folder ? vscode.workspace.asRelativePath(file, false) : (file.path.split('/').at(-1) ?? '')
}

/** Versions, what is active, and settings; no path outside of the workspace, and no free text. */
async function debugInformation(
  context: vscode.ExtensionContext,
  client: BaseLanguageClient,
  builderName: BuilderName | undefined,
): Promise<string> {
  const resource = vscode.window.activeTextEditor?.document.uri ?? vscode.workspace.workspaceFolders?.[0]?.uri
  const { server, status, shellCheck, builder } = await activeParts(client, resource, builderName)
  const folders = vscode.workspace.workspaceFolders ?? []
  const schemes = [...new Set(folders.map(({ uri }) => uri.scheme))].join(', ')
  const lines = [
    `Dockerfile Coach ${String(context.extension.packageJSON.version)}`,
    `VS Code ${vscode.version} (${vscode.env.appHost}${vscode.env.remoteName ? ', remote' : ''})`,
    `workspace: ${folders.length} folder${folders.length === 1 ? '' : 's'} (${schemes || 'none'}), ${vscode.workspace.isTrusted ? 'trusted' : 'Restricted Mode'}`,
    `server: ${server}${status ? `, ${status.version} on ${status.runtime}, ${status.rules} rules` : ''}`,
    `configuration: ${tellableConfiguration(status)}`,
    shellCheck ?? 'ShellCheck: not asked',
    `builder: ${builder ?? 'not asked'}`,
    'settings:',
    ...setValues(context, resource).map((value) => `- ${tellableSetting(value)}`),
  ]
  return `${lines.join('\n')}\n`
}

function tellableConfiguration(status: ServerStatus | undefined): string {
  if (!status?.configuration) return 'none'
  const file = vscode.Uri.parse(status.configuration.uri)
  const isInside = vscode.workspace.getWorkspaceFolder(file) !== undefined
  const name = isInside ? vscode.workspace.asRelativePath(file, false) : 'a file outside of the workspace'
  return `${name}, mistakes: ${status.configuration.mistakes}`
}

/** The settings that differ from their defaults, on each level that has one. */
function setValues(context: vscode.ExtensionContext, resource: vscode.Uri | undefined): readonly SetValue[] {
  const properties: Record<string, { enum?: unknown[] }> =
    context.extension.packageJSON.contributes?.configuration?.properties ?? {}
  const configuration = vscode.workspace.getConfiguration(undefined, resource)
  const isMultiRoot = (vscode.workspace.workspaceFolders?.length ?? 0) > 1
  return Object.entries(properties).flatMap(([name, { enum: choices }]) => {
    const found = configuration.inspect(name)
    const levels = [
      { level: 'user', value: found?.globalValue },
      { level: 'workspace', value: found?.workspaceValue },
      // With one folder, both levels are one.
      { level: 'folder', value: isMultiRoot ? found?.workspaceFolderValue : undefined },
    ]
    return levels.filter(({ value }) => value !== undefined).map((each) => ({ ...each, name, choices }))
  })
}
