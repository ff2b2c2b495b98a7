/** The builder of a resource's settings, for people. A program that was asked once is not asked again. */
import * as vscode from 'vscode'
import { chooseBuilder, setting } from './settings.ts'

const answers = new Map<string, Promise<string>>()

export function builderName(resource: vscode.Uri): Promise<string> {
  const key = JSON.stringify([setting('builder', resource), setting('builderPath', resource)])
  const known = answers.get(key)
  if (known) return known
  const answer = nameOf(resource)
  answers.set(key, answer)
  return answer
}

async function nameOf(resource: vscode.Uri): Promise<string> {
  const chosen = await chooseBuilder(resource, vscode.Uri.joinPath(resource, '..').fsPath)
  if ('problem' in chosen) return `no builder (${chosen.problem.trouble})`
  return chosen.builder === 'docker' ? 'Docker with buildx' : chosen.builder === 'podman' ? 'Podman' : 'Buildah'
}
