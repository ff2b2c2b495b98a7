/** Finds the context folder of a Dockerfile: the setting, a Compose or Bake file that names it, or its own folder. */
import path from 'node:path'
import * as vscode from 'vscode'
import type { DescribedBuild } from './compose.ts'
import { runProcess } from './process.ts'
import { type ChosenBuilder, setting } from './settings.ts'

export interface ContextChoice {
  /** What a person is shown. */
  readonly label: string
  readonly description: string
  readonly context: string
  /** What else the file says of the build. Paths in it are absolute. */
  readonly described: DescribedBuild | undefined
}

/** All that the workspace says of the Dockerfile's context, the most certain first. There is always one. */
export async function contextChoices(dockerfile: vscode.Uri, builder: ChosenBuilder): Promise<ContextChoice[]> {
  const folder = path.dirname(dockerfile.fsPath)
  const set = setting<string>('build.context', dockerfile)
  const root = vscode.workspace.getWorkspaceFolder(dockerfile)?.uri.fsPath ?? folder
  if (set) {
    const context = path.resolve(root, set.replaceAll('${workspaceFolder}', root))
    return [{ label: context, description: 'dockerfileCoach.build.context', context, described: undefined }]
  }
  const described = await describedBuilds(dockerfile, builder)
  const own = {
    label: path.basename(folder),
    description: 'the folder of the Dockerfile',
    context: folder,
    described: undefined,
  }
  return [...described, own]
}

async function describedBuilds(dockerfile: vscode.Uri, builder: ChosenBuilder): Promise<ContextChoice[]> {
  const workspace = vscode.workspace.getWorkspaceFolder(dockerfile)
  if (!workspace) return []
  const files = await vscode.workspace.findFiles(
    new vscode.RelativePattern(
      workspace,
      '**/{compose,compose.*,docker-compose,docker-compose.*,docker-bake,docker-bake.*}.{yml,yaml,json,hcl}',
    ),
    '**/{node_modules,vendor,.git}/**',
    30,
  )
  const choices = await Promise.all(files.map((file) => choicesOf(file.fsPath, dockerfile.fsPath, builder)))
  return choices.flat()
}

async function choicesOf(file: string, dockerfile: string, builder: ChosenBuilder): Promise<ContextChoice[]> {
  const folder = path.dirname(file)
  const relative = path.relative(folder, dockerfile).split(path.sep).join('/')
  const { describes } = await loadCompose()
  const builds = (await buildsOf(file, builder)).filter((build) => describes(build, relative))
  return builds.map((build) => ({
    label: build.name,
    description: path.basename(file),
    context: path.resolve(folder, build.context),
    described: {
      ...build,
      secrets: build.secrets.map(({ id, file: secret }) => ({ id, file: path.resolve(folder, secret) })),
    },
  }))
}

/** The reader of YAML is large, so it is loaded only where a build begins. */
function loadCompose(): Promise<typeof import('./compose.ts')> {
  return import('./compose.ts')
}

async function buildsOf(file: string, builder: ChosenBuilder): Promise<DescribedBuild[]> {
  const { readBake, readCompose } = await loadCompose()
  if (!path.basename(file).startsWith('docker-bake')) {
    return readCompose(new TextDecoder().decode(await vscode.workspace.fs.readFile(vscode.Uri.file(file))))
  }
  if (builder.builder !== 'docker') return []
  // Only the builder can read HCL with its variables and functions; it prints what it would build, and builds nothing.
  const printed = await runProcess(builder.executable, ['buildx', 'bake', '--file', file, '--print'], {
    cwd: path.dirname(file),
    timeout: 15_000,
  })
  return readBake(printed.stdout)
}
