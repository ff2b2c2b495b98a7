/** The settings of builds, and which builder of the machine they choose. */
import * as vscode from 'vscode'
import { showError } from '../notifications.ts'
import type { InstalledBuilder } from './build.ts'
import { buildxFeatures, type EnvironmentProblem, environmentProblem } from './environment.ts'
import type { Builder } from './plan.ts'
import { runProcess } from './process.ts'

/** A builder that answered, and what it can do. */
export interface ChosenBuilder extends InstalledBuilder {
  /** BuildKit's `--check`. */
  readonly canCheck: boolean
}

export function setting<T>(name: string, resource: vscode.Uri): T | undefined {
  return vscode.workspace.getConfiguration('dockerfileCoach', resource).get<T>(name)
}

/** The builder of the settings, or the first that is installed; else what to do about it. Asks the programs each time. */
export async function chooseBuilder(
  resource: vscode.Uri,
  cwd: string,
): Promise<ChosenBuilder | { readonly problem: EnvironmentProblem }> {
  const wanted = setting<Builder | 'auto'>('builder', resource) ?? 'auto'
  const path = setting<string>('builderPath', resource) || undefined
  if (wanted !== 'auto') return tryBuilder(wanted, path ?? wanted, cwd)
  const docker = await tryBuilder('docker', path ?? 'docker', cwd)
  if (!('problem' in docker) || path !== undefined) return docker
  for (const builder of ['podman', 'buildah'] as const) {
    const other = await tryBuilder(builder, builder, cwd)
    if (!('problem' in other)) return other
  }
  return docker
}

async function tryBuilder(
  builder: Builder,
  executable: string,
  cwd: string,
): Promise<ChosenBuilder | { readonly problem: EnvironmentProblem }> {
  const end = await runProcess(executable, builder === 'docker' ? ['buildx', 'version'] : ['--version'], {
    cwd,
    timeout: 15_000,
  })
  const problem = environmentProblem(builder, end)
  if (problem) return { problem }
  if (end.exitStatus !== 0) {
    const said = end.stderr.trim().split('\n').at(-1) ?? ''
    return { problem: { trouble: 'not-installed', message: `\`${executable}\` does not work: ${said}` } }
  }
  if (builder !== 'docker') return { builder, executable, progress: 'plain', canCheck: false }
  const features = buildxFeatures(end.stdout)
  return { builder, executable, progress: features.progress, canCheck: features.check }
}

/** Tells what keeps a builder from working, with the page that explains it and the settings as ways out. */
export async function showProblem({ message, url }: EnvironmentProblem): Promise<void> {
  const actions = [...(url ? ['How to Install'] : []), 'Open Settings']
  const chosen = await showError(message.replaceAll('`', ''), ...actions)
  if (chosen === 'Open Settings') {
    await vscode.commands.executeCommand('workbench.action.openSettings', 'dockerfileCoach.builder')
  } else if (chosen && url) await vscode.env.openExternal(vscode.Uri.parse(url))
}
