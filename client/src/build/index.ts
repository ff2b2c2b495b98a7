/**
 * Builds in the editor. Invariant: no program is started in Restricted Mode; every command goes through `begin`, which
 * says so instead.
 */
import path from 'node:path'
import * as vscode from 'vscode'
import type { LanguageClient } from 'vscode-languageclient/node'
import { showInformation, showWarning } from '../notifications.ts'
import { type BuildOutline, type OutlineParams, outlineRequest } from '../protocol.ts'
import { createReportPanel } from '../views/report-panel.ts'
import { readBuiltImage } from './build.ts'
import { checkWithBuildKit } from './check.ts'
import { registerCodeLenses } from './code-lenses.ts'
import { contextChoices } from './context.ts'
import {
  type ImageTarget,
  loadImage,
  multiPlatformBuilder,
  runImage,
  saveImage,
  scanImage,
  testImage,
} from './image-commands.ts'
import { createMemory } from './memory.ts'
import type { BuildOutput } from './plan.ts'
import { buildSource, createProblems } from './problems.ts'
import { type Asking, askAnswers } from './questions.ts'
import { compareWithEarlier, findingsOf } from './reports.ts'
import { type BuildServices, runBuild } from './run-build.ts'
import { createRunningBuilds } from './running.ts'
import { countsInWords, type Vulnerability } from './scan.ts'
import { type ChosenBuilder, chooseBuilder, showProblem } from './settings.ts'
import { createSizes } from './sizes.ts'
import { answersOf, type BuildInTerminal, buildTask, registerTaskProvider, taskType } from './task.ts'

/** What a command is given: nothing, a file of the explorer, or what a code lens or a keybinding says. */
type CommandArgument = vscode.Uri | { readonly uri: string; readonly target?: string } | undefined

/** Registers the commands, the task type, the lenses and what builds show. */
export function registerBuild(context: vscode.ExtensionContext, client: LanguageClient): void {
  const services: BuildServices = {
    client,
    memory: createMemory(context.workspaceState),
    problems: createProblems('dockerfile-coach build'),
    sizes: createSizes(),
    running: createRunningBuilds(),
  }
  const checks = createProblems('dockerfile-coach build check')
  const panel = createReportPanel()
  const { memory } = services
  const command = (name: string, run: (argument: CommandArgument) => Promise<void>): vscode.Disposable =>
    vscode.commands.registerCommand(`dockerfileCoach.${name}`, run)

  context.subscriptions.push(
    services.problems,
    services.sizes,
    services.running,
    checks,
    panel,
    registerCodeLenses(client),
    registerTaskProvider((definition, folder) => buildDefinition(services, definition, folder)),
    command('build', (argument) => startBuildTask(services, argument, 'everything')),
    command('buildAgain', (argument) => startBuildTask(services, argument, 'the rest')),
    command('buildStage', (argument) => startBuildTask(services, argument, 'the rest')),
    command('buildWithoutCache', (argument) => startBuildTask(services, argument, 'the rest', { noCache: true })),
    command('buildForPlatforms', (argument) => buildForPlatforms(services, argument)),
    vscode.commands.registerCommand('dockerfileCoach.cancelBuild', () => services.running.cancel()),
    command('checkWithBuildKit', async (argument) => {
      const begun = await begin(argument)
      if (!begun) return
      const [choice] = await contextChoices(begun.document.uri, begun.builder)
      const count = await checkWithBuildKit(client, begun.document, begun.builder, choice.context, checks)
      if (count === undefined) return
      const words =
        count === 0 ? 'BuildKit finds nothing more' : `BuildKit finds ${count} more problem${count > 1 ? 's' : ''}`
      void showInformation(words)
    }),
    command('runImage', (argument) => withImage(services, argument, async (target) => runImage(target))),
    command('testImage', (argument) => withImage(services, argument, (target) => testImage(target, memory))),
    command('saveImage', (argument) => withImage(services, argument, saveImage)),
    command('loadImage', async () => {
      const folder = vscode.workspace.workspaceFolders?.[0]?.uri
      if (!folder || !mayRun()) return
      const builder = await chosen(folder, folder.fsPath)
      if (builder) await loadImage(builder, folder.fsPath)
    }),
    command('scanImage', (argument) =>
      withImage(services, argument, async (target) => {
        const built = await readBuiltImage(target.builder, target.image, path.dirname(target.dockerfile.fsPath))
        const own = memory
          .builds(target.dockerfile)[0]
          .instructions.filter(({ bytes, text }) => bytes !== undefined && !/^FROM\b/i.test(text))
        const layers = built?.facts.layers ?? []
        await scanImage(target, layers.slice(0, Math.max(0, layers.length - own.length)), (all, ofBase) => {
          void showVulnerabilities(services, target, all, ofBase)
        })
      }),
    ),
    command('showLayers', async (argument) => {
      const document = await dockerfileOf(argument)
      const [build, previous] = document ? memory.builds(document.uri) : []
      if (!document || !build) return offerBuild(argument)
      panel.show(document.uri, { build, before: undefined, previous, findings: findingsOf(document) })
    }),
    command('compareBuilds', async (argument) => {
      const document = await dockerfileOf(argument)
      const [build] = document ? memory.builds(document.uri) : []
      if (!document || !build) return offerBuild(argument)
      const before = await compareWithEarlier(memory, build)
      if (before) panel.show(document.uri, { build, before, previous: undefined, findings: findingsOf(document) })
    }),
    vscode.window.onDidChangeActiveTextEditor((editor) => updateKeys(services, editor)),
    vscode.workspace.onDidGrantWorkspaceTrust(() => updateKeys(services, vscode.window.activeTextEditor)),
  )
  updateKeys(services, vscode.window.activeTextEditor)
}

/** Context keys, by which the palette offers only what can work. */
function updateKeys({ memory }: BuildServices, editor: vscode.TextEditor | undefined): void {
  const built = editor ? memory.builds(editor.document.uri).length > 0 : false
  void vscode.commands.executeCommand('setContext', 'dockerfileCoach.canBuild', vscode.workspace.isTrusted)
  void vscode.commands.executeCommand('setContext', 'dockerfileCoach.hasBuilt', built)
}

async function dockerfileOf(argument: CommandArgument): Promise<vscode.TextDocument | undefined> {
  if (argument instanceof vscode.Uri) return vscode.workspace.openTextDocument(argument)
  if (argument?.uri) return vscode.workspace.openTextDocument(vscode.Uri.parse(argument.uri))
  const document = vscode.window.activeTextEditor?.document
  if (document?.languageId === 'dockerfile') return document
  void showInformation('Open a Dockerfile first.')
  return undefined
}

function mayRun(): boolean {
  if (vscode.workspace.isTrusted) return true
  void showWarning('Nothing is built in Restricted Mode. Trust this workspace first.')
  return false
}

async function chosen(resource: vscode.Uri, cwd: string): Promise<ChosenBuilder | undefined> {
  const builder = await chooseBuilder(resource, cwd)
  if (!('problem' in builder)) return builder
  void showProblem(builder.problem)
  return undefined
}

interface Begun {
  /** Saved, on disk. */
  readonly document: vscode.TextDocument
  readonly builder: ChosenBuilder
}

/** What every command needs that starts a program; undefined, with a word on why, when it cannot. */
async function begin(argument: CommandArgument): Promise<Begun | undefined> {
  if (!mayRun()) return undefined
  const document = await dockerfileOf(argument)
  if (!document) return undefined
  if (document.uri.scheme !== 'file') {
    void showInformation('Save the Dockerfile to a folder on this machine first: a build reads the files beside it.')
    return undefined
  }
  if (document.isDirty && !(await document.save())) return undefined
  const builder = await chosen(document.uri, path.dirname(document.uri.fsPath))
  return builder && { document, builder }
}

async function outlineOf({ client }: BuildServices, document: vscode.TextDocument): Promise<BuildOutline> {
  const parameters: OutlineParams = { uri: document.uri.toString(), text: document.getText() }
  return client.sendRequest<BuildOutline>(outlineRequest, parameters)
}

interface BuildChanges {
  readonly noCache?: boolean
  readonly platforms?: readonly string[]
  readonly output?: BuildOutput
  readonly builder?: string
}

/** Asks, then builds in a task of its own. */
async function startBuildTask(
  services: BuildServices,
  argument: CommandArgument,
  asking: Asking,
  changes: BuildChanges = {},
): Promise<void> {
  const begun = await begin(argument)
  if (!begun) return
  const { document, builder } = begun
  const outline = await outlineOf(services, document)
  const target = argument && !(argument instanceof vscode.Uri) ? argument.target : undefined
  const given = target === undefined ? {} : { target }
  const { memory } = services
  const answers = await askAnswers({ dockerfile: document.uri, outline, builder, memory, asking, given })
  if (!answers) return
  const folder = vscode.workspace.getWorkspaceFolder(document.uri)
  const definition = {
    type: taskType,
    dockerfile: folder ? vscode.workspace.asRelativePath(document.uri, false) : document.uri.fsPath,
    ...(answers.target ? { target: answers.target } : {}),
  } as const
  const build: BuildInTerminal = (terminal) =>
    runBuild(services, document, builder, { ...answers, ...changes }, terminal)
  await vscode.tasks.executeTask(buildTask(definition, folder ?? vscode.TaskScope.Workspace, build))
}

/** A build as tasks.json describes it; what the definition leaves open is remembered, or asked. */
function buildDefinition(
  services: BuildServices,
  definition: Parameters<typeof answersOf>[0],
  folder: vscode.WorkspaceFolder,
): BuildInTerminal {
  return async (terminal) => {
    const uri = vscode.Uri.file(path.resolve(folder.uri.fsPath, definition.dockerfile))
    const begun = await begin(uri)
    if (!begun) return 1
    const { document, builder } = begun
    const given = answersOf(definition, folder.uri.fsPath)
    const outline = await outlineOf(services, document)
    const { memory } = services
    const answers = await askAnswers({ dockerfile: uri, outline, builder, memory, asking: 'the rest', given })
    if (!answers) return 130
    const { noCache, pull, platforms } = given
    return runBuild(services, document, builder, { ...answers, noCache, pull, platforms }, terminal)
  }
}

async function buildForPlatforms(services: BuildServices, argument: CommandArgument): Promise<void> {
  const begun = await begin(argument)
  if (!begun) return
  const { document, builder } = begun
  const remembered = services.memory.answers(document.uri).platforms ?? 'linux/amd64,linux/arm64'
  const text = await vscode.window.showInputBox({
    title: 'Platforms',
    prompt: 'Platforms to build for, with commas between them',
    value: remembered,
    ignoreFocusOut: true,
    validateInput: (typed) =>
      /^\w+(?:\/\w+){1,2}(?:,\w+(?:\/\w+){1,2})*$/.test(typed.replaceAll(' ', ''))
        ? undefined
        : 'Such as linux/amd64,linux/arm64',
  })
  if (text === undefined) return
  await services.memory.rememberAnswers(document.uri, { platforms: text })
  const platforms = text.replaceAll(' ', '').split(',')
  if (builder.builder !== 'docker') {
    await startBuildTask(services, argument ?? document.uri, 'everything', { platforms })
    return
  }
  const name = await multiPlatformBuilder(builder, path.dirname(document.uri.fsPath))
  const output = name && (await askOutput(document.uri))
  if (name && output)
    await startBuildTask(services, argument ?? document.uri, 'everything', { platforms, output, builder: name })
}

/** An image of several platforms has no place in a plain engine's store. */
async function askOutput(dockerfile: vscode.Uri): Promise<BuildOutput | undefined> {
  const picked = await vscode.window.showQuickPick(
    [
      { label: 'Push to the registry', to: 'registry' as const },
      { label: 'Save as an OCI archive…', to: 'archive' as const },
      { label: 'Only try whether it builds', to: 'nothing' as const },
    ],
    { title: 'Output', placeHolder: 'Where does the image go?', ignoreFocusOut: true },
  )
  if (picked?.to !== 'archive') return picked && { to: picked.to }
  const file = await vscode.window.showSaveDialog({
    defaultUri: vscode.Uri.file(path.join(path.dirname(dockerfile.fsPath), 'image.oci.tar')),
    filters: { 'OCI archive': ['tar'] },
  })
  return file && { to: 'archive', format: 'oci', path: file.fsPath }
}

/** Runs with the image that was built last from the Dockerfile. */
async function withImage(
  { memory }: BuildServices,
  argument: CommandArgument,
  run: (target: ImageTarget) => Promise<void>,
): Promise<void> {
  const begun = await begin(argument)
  if (!begun) return
  if (begun.builder.builder === 'buildah') {
    void showInformation('Buildah only builds. Install Podman, which has the same images, to use them.')
    return
  }
  const [build] = memory.builds(begun.document.uri)
  if (!build) return offerBuild(argument)
  const image = build.image || build.imageId
  if (image) await run({ dockerfile: begun.document.uri, image, builder: begun.builder })
}

async function offerBuild(argument: CommandArgument): Promise<void> {
  const chosenAction = await showInformation('This Dockerfile has not been built here yet.', 'Build')
  if (chosenAction) await vscode.commands.executeCommand('dockerfileCoach.build', argument)
}

/** What a newer base image would fix becomes a problem of FROM; all of it is counted. */
async function showVulnerabilities(
  { problems, client }: BuildServices,
  { dockerfile, image }: ImageTarget,
  all: readonly Vulnerability[],
  ofBase: readonly Vulnerability[],
): Promise<void> {
  const document = await vscode.workspace.openTextDocument(dockerfile)
  const outline = await outlineOf({ client } as BuildServices, document)
  const from = outline.stages.at(-1)?.range
  if (from && ofBase.length > 0) {
    const range = new vscode.Range(from.start.line, from.start.character, from.end.line, from.end.character)
    const message = `A newer base image fixes ${countsInWords(ofBase)} of the vulnerabilities in ${image}`
    const diagnostic = new vscode.Diagnostic(range, message, vscode.DiagnosticSeverity.Warning)
    diagnostic.source = buildSource
    diagnostic.relatedInformation = ofBase
      .slice(0, 20)
      .map(
        (found) =>
          new vscode.DiagnosticRelatedInformation(
            new vscode.Location(dockerfile, range),
            `${found.severity} ${found.id}: ${found.package} ${found.installed}, fixed in ${found.fixed}`,
          ),
      )
    problems.show(document, [diagnostic])
  }
  void showInformation(`${image}: ${countsInWords(all)}, ${ofBase.length} of them fixed by a newer base image`)
}
