/** Downloads that are handed to a shell. */

import type { ShellCommand } from '../../lint/command.ts'
import type { LintFile } from '../../lint/lint-file.ts'

const shells = new Set(['sh', 'bash', 'dash', 'ash', 'zsh', 'ksh', 'fish'])

/** The shell that runs what a download prints: behind it in its pipeline, or around it (`sh -c "$(curl …)"`). */
export function shellBehind(file: LintFile, download: ShellCommand): ShellCommand | undefined {
  const { node, script } = download
  if (node.pipelineIndex === node.pipelineLength - 1 && node.context?.kind !== 'substitution') return undefined
  return file.commands(download.instruction).find((command) => {
    if (command.script !== script || !shells.has(command.name)) return false
    const other = command.node
    const isInPipeline = other.pipeline.start === node.pipeline.start && other.pipelineIndex > node.pipelineIndex
    // `sh file` reads the file, not the pipeline.
    if (isInPipeline) return command.operands.every(({ text }) => text === '-') || command.hasFlag('-s')
    return other.start < node.start && node.end <= other.end && node.context?.kind === 'substitution'
  })
}
