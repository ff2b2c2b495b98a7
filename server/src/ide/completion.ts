/** What can be typed at an offset: keywords, flags, values, names, paths, each with what it means. */

import type { LintFile } from '../lint/lint-file.ts'
import type { Problem } from '../lint/rule.ts'
import type { Range } from '../syntax/tree.ts'
import { argumentCompletions } from './completion/arguments.ts'
import { commentCompletions } from './completion/comments.ts'
import { flagCompletions } from './completion/flags.ts'
import { keywordCompletions } from './completion/keywords.ts'
import { placeAt } from './completion/place.ts'
import { variableCompletions } from './completion/variables.ts'
import { referenceMarkdown } from './hover/images.ts'

export type CompletionKind =
  | 'keyword'
  | 'flag'
  | 'value'
  | 'stage'
  | 'variable'
  | 'image'
  | 'user'
  | 'file'
  | 'folder'
  | 'rule'
  | 'directive'
  | 'label'
  | 'port'

export interface Completion {
  readonly label: string
  readonly kind: CompletionKind
  /** What is replaced: from the start of the word to the cursor, on one line. */
  readonly range: Range
  /** The end of the word around the cursor, for editors that replace it as a whole; `range.end` when absent. */
  readonly replaceEnd?: number
  readonly text: string
  /** A short fact beside the label. */
  readonly detail?: string
  /** Markdown. */
  readonly documentation?: string
  /** The image reference that the documentation is about; `imageDocumentation` gives it when it is shown. */
  readonly image?: string
  /** Whether the editor is to ask again at once, because something goes behind it. */
  readonly more?: boolean
  readonly deprecated?: boolean
}

/** Markdown about the image of a completion. */
export function imageDocumentation(image: string, today: string): string | undefined {
  return referenceMarkdown(image, today)
}

/** Completions in the order in which they are best shown; `problems` is asked only where they matter. */
export function completions(file: LintFile, offset: number, problems: () => readonly Problem[]): readonly Completion[] {
  const place = placeAt(file, offset)
  if (!place) return []
  if (place.kind === 'keyword') return keywordCompletions(file, place)
  if (place.kind === 'comment') return commentCompletions(file, place, problems)
  const variables = variableCompletions(file, place)
  if (variables) return variables
  if (place.inHeredoc) return []
  return flagCompletions(file, place) ?? argumentCompletions(file, place)
}
