/** Commands on built images: run, test, save, load, scan, and a builder for several platforms. */
import { existsSync } from 'node:fs'
import path from 'node:path'
import * as vscode from 'vscode'
import { inert } from '../inert.ts'
import { showError, showInformation, showWarning, withNotification } from '../notifications.ts'
import { environmentProblem, multiPlatformBuilders } from './environment.ts'
import type { BuildMemory } from './memory.ts'
import { runArguments, testArguments } from './plan.ts'
import { runProcess } from './process.ts'
import { fixedByBase, readTrivy, type Vulnerability } from './scan.ts'
import { type ChosenBuilder, showProblem } from './settings.ts'

/** Where a command is given: a Dockerfile, the last image that was built from it, and the program that has it. */
export interface ImageTarget {
  readonly dockerfile: vscode.Uri
  readonly image: string
  readonly builder: ChosenBuilder
}

/** Runs a program with arguments in a terminal that stays open; no shell reads them. */
function runInTerminal(name: string, executable: string, programArguments: readonly string[], cwd: string): void {
  const task = new vscode.Task(
    { type: 'process' },
    vscode.TaskScope.Workspace,
    inert(name),
    'Dockerfile Coach',
    new vscode.ProcessExecution(executable, [...programArguments], { cwd }),
  )
  task.presentationOptions = {
    reveal: vscode.TaskRevealKind.Always,
    focus: true,
    panel: vscode.TaskPanelKind.Dedicated,
  }
  void vscode.tasks.executeTask(task)
}

export function runImage({ dockerfile, image, builder }: ImageTarget): void {
  const folder = path.dirname(dockerfile.fsPath)
  runInTerminal(`run ${image}`, builder.executable, runArguments(image, { interactive: true }), folder)
}

/** Runs the `sut` service of a Compose file beside the Dockerfile, or a command that is asked for. */
export async function testImage({ dockerfile, image, builder }: ImageTarget, memory: BuildMemory): Promise<void> {
  const folder = path.dirname(dockerfile.fsPath)
  const compose = await testComposeFile(folder)
  if (compose && builder.builder !== 'buildah') {
    const up = ['compose', '--file', compose, 'run', '--rm', 'sut']
    return runInTerminal(`test ${image}`, builder.executable, up, folder)
  }
  const command = await vscode.window.showInputBox({
    title: inert(`Test ${image}`),
    prompt: 'Command to run in the image; it passes when it ends with status 0',
    value: memory.answers(dockerfile).testCommand ?? '',
    ignoreFocusOut: true,
  })
  if (command === undefined) return
  await memory.rememberAnswers(dockerfile, { testCommand: command })
  runInTerminal(`test ${image}`, builder.executable, testArguments(image, command), folder)
}

/** The Compose file by which Docker Hub's automated tests are described: its service `sut` is the test. */
async function testComposeFile(folder: string): Promise<string | undefined> {
  for (const name of ['docker-compose.test.yml', 'compose.test.yml', 'compose.test.yaml', 'docker-compose.test.yaml']) {
    const file = path.join(folder, name)
    if (!existsSync(file)) continue
    const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(vscode.Uri.file(file)))
    const { hasService } = await import('./compose.ts')
    if (hasService(text, 'sut')) return file
  }
  return undefined
}

export async function saveImage({ dockerfile, image, builder }: ImageTarget): Promise<void> {
  const folder = path.dirname(dockerfile.fsPath)
  const name = `${image.replace(/[^\w.-]+/g, '-')}.tar`
  const target = await vscode.window.showSaveDialog({
    title: inert(`Save ${image}`),
    defaultUri: vscode.Uri.file(path.join(folder, name)),
    filters: { 'Image archive': ['tar'] },
  })
  if (!target) return
  await quietly(
    `Saving ${image}`,
    builder,
    ['image', 'save', '--output', target.fsPath, image],
    folder,
    `Saved ${target.fsPath}`,
  )
}

export async function loadImage(builder: ChosenBuilder, folder: string): Promise<void> {
  const [archive] =
    (await vscode.window.showOpenDialog({ title: 'Load Image', filters: { 'Image archive': ['tar', 'tgz', 'gz'] } })) ??
    []
  if (!archive) return
  await quietly('Loading the image', builder, ['image', 'load', '--input', archive.fsPath], folder, undefined)
}

async function quietly(
  title: string,
  builder: ChosenBuilder,
  programArguments: readonly string[],
  cwd: string,
  done: string | undefined,
): Promise<void> {
  const end = await withNotification(title, () =>
    runProcess(builder.executable, programArguments, { cwd, timeout: 600_000 }),
  )
  const problem = environmentProblem(builder.builder, end)
  if (problem) return showProblem(problem)
  if (end.exitStatus === 0) void showInformation(done ?? (end.stdout.trim() || 'Done'))
  else void showError(`${title} failed: ${end.stderr.trim().split('\n').at(-1)}`)
}

/** Scans with Trivy, whose findings become problems, or else with Docker Scout in a terminal. */
export async function scanImage(
  { dockerfile, image, builder }: ImageTarget,
  layersOfBase: readonly string[],
  show: (findings: readonly Vulnerability[], ofBase: readonly Vulnerability[]) => void,
): Promise<void> {
  const folder = path.dirname(dockerfile.fsPath)
  const trivy = await withNotification(`Scanning ${image}`, () =>
    runProcess('trivy', ['image', '--quiet', '--format', 'json', image], { cwd: folder, timeout: 600_000 }),
  )
  if (!trivy.startError) {
    if (trivy.exitStatus !== 0) {
      void showError(`Trivy failed: ${trivy.stderr.trim().split('\n').at(-1)}`)
      return
    }
    const findings = readTrivy(trivy.stdout)
    show(findings, fixedByBase(findings, layersOfBase))
    return
  }
  const scout =
    builder.builder === 'docker' && (await runProcess(builder.executable, ['scout', 'version'], { cwd: folder }))
  if (scout && scout.exitStatus === 0) {
    runInTerminal(`scan ${image}`, builder.executable, ['scout', 'cves', image], folder)
    return
  }
  const chosen = await showWarning('Neither Trivy nor Docker Scout is installed.', 'How to Install Trivy')
  if (chosen) await vscode.env.openExternal(vscode.Uri.parse('https://trivy.dev/latest/getting-started/installation/'))
}

/** The name of a buildx builder that can build for several platforms; made when there is none. */
export async function multiPlatformBuilder(builder: ChosenBuilder, cwd: string): Promise<string | undefined> {
  const listed = await runProcess(builder.executable, ['buildx', 'ls', '--format', 'json'], { cwd })
  const names = multiPlatformBuilders(listed.stdout)
  if (names.length > 0) return names[0]
  const make = 'Make Builder'
  const chosen = await showInformation(
    'Building for several platforms needs a builder of the kind docker-container. Make one called dockerfile-coach?',
    make,
  )
  if (chosen !== make) return undefined
  const created = await runProcess(
    builder.executable,
    ['buildx', 'create', '--name', 'dockerfile-coach', '--driver', 'docker-container'],
    { cwd },
  )
  if (created.exitStatus === 0) return 'dockerfile-coach'
  void showError(`The builder could not be made: ${created.stderr.trim().split('\n').at(-1)}`)
  return undefined
}
