/** Signature help: the form that fits, with the part at the cursor. */
import { expect, it } from 'vitest'
import { signatureHelp } from '../../server/src/ide/signature-help.ts'
import { marked } from './marked.ts'

/** The active form with the active part in brackets. */
function help(source: string): string | undefined {
  const { file, cursor } = marked(source)
  const found = signatureHelp(file, cursor)
  const signature = found?.signatures[found.active]
  const part = signature?.active === undefined ? undefined : signature.parameters[signature.active]
  if (!signature) return undefined
  if (!part) return signature.label
  return `${signature.label.slice(0, part.start)}⟦${signature.label.slice(part.start, part.end)}⟧${signature.label.slice(part.end)}`
}

it.each([
  ['FROM ‸', 'FROM [--platform=<platform>] ⟦<image>[:<tag>]⟧ [AS <name>]'],
  ['FROM --pl‸', 'FROM ⟦[--platform=<platform>]⟧ <image>[:<tag>] [AS <name>]'],
  ['FROM debian:13 ‸', 'FROM [--platform=<platform>] <image>[:<tag>] ⟦[AS <name>]⟧'],
  ['FROM a\nCOPY ‸', 'COPY [<flag>…] ⟦<source>…⟧ <destination>'],
  ['FROM a\nCOPY --link a ‸', 'COPY [<flag>…] <source>… ⟦<destination>⟧'],
  ['FROM a\nCOPY ["a", ‸', 'COPY [<flag>…] ⟦["<source>", … "<destination>"]⟧'],
  ['FROM a\nENV A=1 ‸', 'ENV <key>=<value> ⟦[<key>=<value>…]⟧'],
  ['FROM a\nHEALTHCHECK --interval=‸', '--interval=⟦<duration>⟧'],
  ['FROM a\nCOPY --link=‸', '--link=⟦<true|false>⟧'],
  [
    'FROM a\nRUN --mount=type=tmpfs,size=‸',
    '--mount=type=tmpfs,target=<path>[,⟦size=<bytes, or with a unit such as 256m>⟧]',
  ],
  [
    'FROM a\nRUN --mount=‸',
    '--mount=⟦type=bind⟧,target=<path>[,source=<path>][,from=<stage, image or context>][,readwrite=<true or false>]',
  ],
])('%s', (source, expected) => {
  expect(help(source)).toBe(expected)
})

it('says nothing where nothing takes arguments', () => {
  for (const source of ['‸', 'FROM a\n‸', '# com‸ment', 'FROM a\nRUN <<EOF\n‸\nEOF\n', 'FROM a\nXYZ ‸']) {
    expect(help(source), source).toBeUndefined()
  }
})

it('has parameters inside the label, in order', () => {
  for (const source of [
    'FROM ‸',
    'FROM a\nRUN ‸',
    'FROM a\nRUN --mount=‸',
    'FROM a\nHEALTHCHECK ‸',
    'FROM a\nONBUILD ADD ‸',
  ]) {
    const { file, cursor } = marked(source)
    for (const { label, parameters } of signatureHelp(file, cursor)?.signatures ?? []) {
      let end = 0
      for (const parameter of parameters) {
        expect(parameter.start, label).toBeGreaterThanOrEqual(end)
        expect(parameter.end, label).toBeGreaterThan(parameter.start)
        end = parameter.end
      }
      expect(end).toBeLessThanOrEqual(label.length)
    }
  }
})
