/** Calls every language feature at a place and checks that no answer lies outside the text. */
import { expect } from 'vitest'
import { problemLens } from '../../server/src/ide/code-lenses.ts'
import { completions } from '../../server/src/ide/completion.ts'
import { documentLinks } from '../../server/src/ide/document-links.ts'
import { folds } from '../../server/src/ide/folding.ts'
import { format, formatRange, formatTyped } from '../../server/src/ide/format.ts'
import { hover } from '../../server/src/ide/hover.ts'
import { inlayHints } from '../../server/src/ide/inlay-hints.ts'
import { type OutlineNode, outline } from '../../server/src/ide/outline.ts'
import { offeredFixes, offeredSuppressions, problemsIn } from '../../server/src/ide/quick-fixes.ts'
import { rename, renameTarget } from '../../server/src/ide/rename.ts'
import { selectionRanges } from '../../server/src/ide/selection-ranges.ts'
import { semanticTokens } from '../../server/src/ide/semantic-tokens.ts'
import { signatureHelp } from '../../server/src/ide/signature-help.ts'
import { symbolAt } from '../../server/src/ide/symbols.ts'
import type { LintResult } from '../../server/src/lint/lint.ts'
import type { LintInput } from '../../server/src/lint/lint-file.ts'
import type { Range } from '../../server/src/syntax/tree.ts'

const options = { tabSize: 4, insertSpaces: true }
const kinds = { stageNumbers: true, baseImages: true, users: true }

/** Every feature that answers at an offset or for the whole file, by name; gives the ranges of its answer. */
export const everyFeature: Readonly<
  Record<string, (input: LintInput, result: LintResult, offset: number) => readonly (Range | undefined)[]>
> = {
  hover: (_, { file, problems }, offset) => [hover(file, offset, problems)?.range],
  completion: (_, { file, problems }, offset) =>
    completions(file, offset, () => problems).flatMap(({ range, replaceEnd }) => [
      range,
      { start: range.start, end: replaceEnd ?? range.end },
    ]),
  signatureHelp: (_, { file }, offset) => {
    for (const { label, parameters } of signatureHelp(file, offset)?.signatures ?? []) {
      for (const { start, end } of parameters) expect(end <= label.length && start <= end).toBe(true)
    }
    return []
  },
  symbols: (_, { file }, offset) => {
    const symbol = symbolAt(file, offset)
    return symbol ? [symbol.range, ...symbol.occurrences, ...symbol.definitions] : []
  },
  rename: (_, { file }, offset) => {
    const target = renameTarget(file, offset)
    const renamed = rename(file, offset, 'renamed')
    return ['range' in target ? target.range : undefined, ...('edits' in renamed ? renamed.edits : [])]
  },
  outline: (_, { file }) => {
    const ranges = ({ range, selection, children }: OutlineNode): Range[] => [
      range,
      selection,
      ...children.flatMap(ranges),
    ]
    return outline(file).flatMap(ranges)
  },
  folding: (_, { file }) => {
    const lines = file.tree.lineStarts.length
    for (const { startLine, endLine } of folds(file))
      expect(0 <= startLine && startLine < endLine && endLine < lines).toBe(true)
    return []
  },
  documentLinks: (_, { file }) => documentLinks(file).map(({ range }) => range),
  selectionRanges: (_, { file }, offset) => selectionRanges(file, offset),
  semanticTokens: (_, { file }) => semanticTokens(file),
  inlayHints: (_, { file }) => inlayHints(file, kinds).map(({ offset }) => ({ start: offset, end: offset })),
  codeLens: (_, result) => [problemLens(result, 'safe')?.range],
  formatting: (_, { file }) => format(file, options),
  rangeFormatting: (_, { file }, offset) =>
    formatRange(file, { start: Math.max(0, offset - 80), end: offset }, options),
  onTypeFormatting: (_, { file }, offset) => formatTyped(file, offset, options),
  codeActions: (input, result, offset) => {
    const problems = problemsIn(result, { start: offset, end: offset })
    return [
      ...offeredFixes(input, result, problems).fixes.flatMap(({ fix }) => fix.edits),
      ...offeredSuppressions(result, problems).map(({ edit }) => edit),
    ]
  },
}

/** Calls all features at an offset; says which one answered outside of the text. */
export function callEveryFeature(input: LintInput, result: LintResult, offset: number): void {
  const { length } = input.text
  for (const [name, feature] of Object.entries(everyFeature)) {
    for (const range of feature(input, result, offset)) {
      if (!range) continue
      const isInside = 0 <= range.start && range.start <= range.end && range.end <= length
      if (!isInside) expect.fail(`${name} answered ${range.start}-${range.end} in a text of ${length} characters`)
    }
  }
}
