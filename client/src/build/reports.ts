/** What reports are made of: the findings at an instruction, and the build to compare with. */
import * as vscode from 'vscode'
import { inert } from '../inert.ts'
import { showInformation } from '../notifications.ts'
import { type BuildSummary, sizeInWords } from './figures.ts'
import type { BuildMemory } from './memory.ts'
import { buildSource } from './problems.ts'

/** Our own problems of a Dockerfile, by line. */
export function findingsOf(document: vscode.TextDocument): { line: number; message: string }[] {
  return vscode.languages
    .getDiagnostics(document.uri)
    .filter(({ source }) => source !== buildSource)
    .map(({ range, message }) => ({ line: range.start.line, message }))
}

/** The build before `build`: the only other one, or the one that is picked. */
export async function compareWithEarlier(memory: BuildMemory, build: BuildSummary): Promise<BuildSummary | undefined> {
  const others = memory.allBuilds().filter(({ finishedAt }) => finishedAt !== build.finishedAt)
  if (others.length === 0) {
    void showInformation('There is no other build to compare with yet.')
    return undefined
  }
  const items = others.map((other) => ({
    label: inert(other.image),
    description: [other.target && `target ${other.target}`, other.bytes !== undefined && sizeInWords(other.bytes)]
      .filter(Boolean)
      .join(', '),
    detail: new Date(other.finishedAt).toLocaleString(),
    other,
  }))
  const picked = await vscode.window.showQuickPick(items, { title: 'Compare with', placeHolder: 'Which build?' })
  return picked?.other
}
