/** Twice the text is at most about twice the work, for every language feature; the work is counted, not timed. */
import { describe, expect, it } from 'vitest'
import { countingEngine } from '../reliability/counting.ts'
import { shapes } from '../reliability/shapes.ts'
import { type marked, today } from './marked.ts'

type Engine = typeof import('../../server/src/lint/lint-file.ts') &
  typeof import('../../server/src/ide/completion.ts') &
  typeof import('../../server/src/ide/document-links.ts') &
  typeof import('../../server/src/ide/folding.ts') &
  typeof import('../../server/src/ide/format.ts') &
  typeof import('../../server/src/ide/hover.ts') &
  typeof import('../../server/src/ide/inlay-hints.ts') &
  typeof import('../../server/src/ide/outline.ts') &
  typeof import('../../server/src/ide/rename.ts') &
  typeof import('../../server/src/ide/selection-ranges.ts') &
  typeof import('../../server/src/ide/semantic-tokens.ts') &
  typeof import('../../server/src/ide/signature-help.ts') &
  typeof import('../../server/src/ide/symbols.ts')

const engine = await countingEngine<Engine>([
  'lint/lint-file.ts',
  'ide/completion.ts',
  'ide/document-links.ts',
  'ide/folding.ts',
  'ide/format.ts',
  'ide/hover.ts',
  'ide/inlay-hints.ts',
  'ide/outline.ts',
  'ide/rename.ts',
  'ide/selection-ranges.ts',
  'ide/semantic-tokens.ts',
  'ide/signature-help.ts',
  'ide/symbols.ts',
])

const options = { tabSize: 4, insertSpaces: true }
const kinds = { stageNumbers: true, baseImages: true, users: true }
type File = ReturnType<typeof marked>['file']
const m = engine.modules

const features: Readonly<Record<string, (file: File, offset: number) => unknown>> = {
  hover: (file, offset) => m.hover(file, offset, []),
  completion: (file, offset) => m.completions(file, offset, () => []),
  signatureHelp: (file, offset) => m.signatureHelp(file, offset),
  symbols: (file, offset) => m.symbolAt(file, offset),
  rename: (file) => m.rename(file, aName(file), 'renamed'),
  outline: (file) => m.outline(file),
  folding: (file) => m.folds(file),
  documentLinks: (file) => m.documentLinks(file),
  selectionRanges: (file, offset) => m.selectionRanges(file, offset),
  semanticTokens: (file) => m.semanticTokens(file),
  inlayHints: (file) => m.inlayHints(file, kinds),
  formatting: (file) => m.format(file, options),
  onTypeFormatting: (file, offset) => m.formatTyped(file, offset, options),
}

/** The place of a name that can be renamed, in the middle of all of them. */
function aName({ stages, scopes }: File): number {
  const names = [
    ...stages.flatMap(({ nameWord }) => nameWord ?? []),
    ...scopes.definitions.flat().map(({ nameRange }) => nameRange),
  ]
  return names[names.length >> 1]?.start ?? 0
}

/** The most steps that a feature takes on a fresh file, asked in each kind of its lines. */
function steps(feature: (file: File, offset: number) => unknown, text: string): number {
  const offsets = feature.length < 2 ? [0] : offsetsInTheMiddle(text)
  let most = 0
  for (const offset of new Set(offsets)) {
    const work = () => feature(new m.LintFile({ text, today }), offset)
    // The trees of shell scripts are remembered by their texts; both sizes shall find all of them.
    work()
    most = Math.max(most, engine.count(work).steps)
  }
  return most
}

/**
 * Places in each of six lines that follow one another: the shapes repeat after fewer. Numbers in a long file have more
 * digits, so that a place counts from where a word begins: what is typed before it is the same in both sizes.
 */
function offsetsInTheMiddle(text: string): number[] {
  const offsets: number[] = []
  let start = text.lastIndexOf('\n', text.length / 2) + 1
  for (let line = 0; line < 6; line++) {
    const newline = text.indexOf('\n', start)
    const end = newline < 0 ? text.length : newline
    const words = [...text.slice(start, end).matchAll(/[ =]./g)].map(({ index }) => start + index + 1)
    for (const word of [...words.slice(0, 3), ...words.slice(-1)]) offsets.push(word, word + 1)
    offsets.push(end)
    start = Math.min(end + 1, text.length)
  }
  return offsets
}

/** Here the values themselves, which have to be written down, grow with each line. */
const growing = new Set(['ENVs of one name', 'USERs and WORKDIRs'])

describe.each(shapes.filter(({ name }) => !growing.has(name)))('$name', ({ text }) => {
  it.each(Object.entries(features))('%s', (_, feature) => {
    const small = steps(feature, text(100))
    const large = steps(feature, text(200))
    // Sorting costs a little more than twice; the constant is what small answers cost anyway.
    expect(large).toBeLessThan(small * 2.4 + 8_000)
  })
})
