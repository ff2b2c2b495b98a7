/** Sizes and times in words, and what two builds differ in. */

import type { InstructionRecord } from '../protocol.ts'

/** A finished build as it is kept: no values, no output. */
export interface BuildSummary {
  /** Milliseconds since the epoch. */
  readonly finishedAt: number
  readonly image: string
  readonly imageId: string | undefined
  readonly target: string | undefined
  readonly platform: string | undefined
  /** Undefined where the image is not in the engine's store. */
  readonly bytes: number | undefined
  readonly baseBytes: number
  readonly seconds: number
  readonly instructions: readonly InstructionRecord[]
}

/** `1.98 MB`: decimal units, as Docker shows them. */
export function sizeInWords(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`
  const units = ['kB', 'MB', 'GB', 'TB']
  const power = Math.min(Math.floor(Math.log10(bytes) / 3), units.length)
  const value = bytes / 1000 ** power
  return `${value < 10 ? value.toFixed(2) : value < 100 ? value.toFixed(1) : Math.round(value)} ${units[power - 1]}`
}

/** `+12.0 MB`, `−3 B`, or `same size`. */
export function differenceInWords(bytes: number): string {
  if (bytes === 0) return 'same size'
  return `${bytes > 0 ? '+' : '−'}${sizeInWords(Math.abs(bytes))}`
}

/** `0.3 s`, `42 s`, `2 min 5 s`. */
export function timeInWords(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(1)} s`
  if (seconds < 60) return `${Math.round(seconds)} s`
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`
}

/** What stands at the end of an instruction's line: `5.24 MB · 0.4 s`, `CACHED`. */
export function recordInWords(record: InstructionRecord): string {
  const parts: string[] = []
  if (record.bytes !== undefined) parts.push(sizeInWords(record.bytes))
  if (record.cached) parts.push('CACHED')
  else if (record.seconds !== undefined && record.seconds >= 0.05) parts.push(timeInWords(record.seconds))
  return parts.join(' · ')
}

/** The instructions that add most, largest first; those that add nothing, and the base image, are left out. */
export function largestInstructions(build: BuildSummary, count: number): readonly InstructionRecord[] {
  return build.instructions
    .filter((record) => record.bytes !== undefined && record.bytes > 0 && !/^FROM\b/i.test(record.text))
    .sort((a, b) => b.bytes! - a.bytes!)
    .slice(0, count)
}

export interface ComparedInstruction {
  readonly text: string
  readonly before: InstructionRecord | undefined
  readonly after: InstructionRecord | undefined
}

/** The instructions of two builds side by side, in the order of the later one; equal texts pair up in order. */
export function compareBuilds(before: BuildSummary, after: BuildSummary): readonly ComparedInstruction[] {
  const left = new Map<string, InstructionRecord[]>()
  for (const record of before.instructions) left.set(record.text, [...(left.get(record.text) ?? []), record])
  const rows: ComparedInstruction[] = after.instructions.map((record) => ({
    text: record.text,
    before: left.get(record.text)?.shift(),
    after: record,
  }))
  for (const record of [...left.values()].flat()) rows.push({ text: record.text, before: record, after: undefined })
  return rows
}
