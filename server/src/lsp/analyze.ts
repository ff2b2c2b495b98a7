/** The seam between the protocol and the engine: documents go in as text, problems and fixes come out as plain data. */
import type { Settings } from './settings.ts'

/** A finding in a text. */
export interface Problem {
  /** The id of the rule. */
  rule: string
  severity: 'error' | 'warning' | 'info' | 'hint'
  /** One line: what is wrong and what to do. */
  message: string
  /** UTF-16 code units from the start of the text; `end` is the first one after the range. */
  start: number
  end: number
  /** The page of the rule. */
  url?: string
  tags?: readonly ('unnecessary' | 'deprecated')[]
}

/** Replaces the text from `start` to `end` (UTF-16 code units). */
export interface Edit {
  start: number
  end: number
  text: string
}

/** An offer to change the text. */
export interface Fix {
  title: string
  edits: readonly Edit[]
  /** The finding that it resolves. */
  problem: Problem
  preferred: boolean
}

export interface AnalysisContext {
  uri: string
  settings: Settings
  /** The current day, as `YYYY-MM-DD`. */
  today: string
  /** Aborted when nobody waits for the answer any more. */
  signal: AbortSignal
}

/** The problems of a Dockerfile, in the order of the text. */
export async function analyze(_text: string, _context: AnalysisContext): Promise<readonly Problem[]> {
  return []
}

/** The fixes that are offered between two offsets of a Dockerfile. */
export async function fixesAt(
  _text: string,
  _range: { start: number; end: number },
  _context: AnalysisContext,
): Promise<readonly Fix[]> {
  return []
}

/** The edits of "fix all": every fix that is safe, until nothing is left to do. */
export async function fixAll(_text: string, _context: AnalysisContext): Promise<readonly Edit[]> {
  return []
}
