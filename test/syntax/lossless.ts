/** What must hold of the tree of any text: no character is lost, and every node is where it says it is. */
import { parseDockerfile } from '../../server/src/syntax/parse.ts'
import { tokens } from '../../server/src/syntax/tokens.ts'
import type { Instruction, Range } from '../../server/src/syntax/tree.ts'

/** What is wrong with the tree of a text; undefined when nothing is. */
export function losslessFailure(text: string): string | undefined {
  const file = parseDockerfile(text)
  let position = 0
  for (const token of tokens(file)) {
    if (token.start !== position) return `a ${token.kind} token starts at ${token.start} instead of ${position}`
    if (token.end <= token.start) return `a ${token.kind} token at ${token.start} is empty`
    position = token.end
  }
  if (position !== text.length) return `the tokens end at ${position} of ${text.length}`
  let last = -1
  for (const instruction of file.instructions) {
    if (instruction.start <= last) return `instruction ${instruction.index} starts inside the one before`
    last = instruction.end - 1
    const failure = instructionFailure(text, instruction)
    if (failure) return `${instruction.keyword} on line ${instruction.line + 1}: ${failure}`
  }
  for (const comment of file.comments) {
    if (text[comment.start] !== '#') return `the comment on line ${comment.line + 1} does not start with #`
  }
  for (const error of file.errors) {
    if (error.start < 0 || error.end < error.start || error.end > text.length)
      return `the error ${error.code} lies outside`
  }
  return undefined
}

function instructionFailure(text: string, instruction: Instruction): string | undefined {
  const { source, keywordRange, flags, words, pairs, heredocs, onbuild } = instruction
  if (joinedAgain(text, instruction) !== source.text) return 'its joined text is not made of its pieces'
  const outer: Range = instruction
  const nodes: readonly Range[] = [keywordRange, ...flags, ...words, ...pairs, ...heredocs.map(({ body }) => body)]
  const outside = nodes.find((node) => node.start < outer.start || node.end > outer.end || node.end < node.start)
  if (outside) return `a node at ${outside.start}–${outside.end} lies outside ${outer.start}–${outer.end}`
  if (!instruction.json) {
    // A word that stands on one line is its slice of the file.
    for (const word of words) {
      const slice = text.slice(word.start, word.end)
      if (!slice.includes('\n') && slice !== word.text) return `the word ${word.text} is ${slice} in the file`
    }
  }
  return onbuild && instructionFailure(text, onbuild)
}

function joinedAgain(text: string, { source }: Instruction): string {
  return source.starts
    .map((start, i) => {
      const end = i + 1 < source.starts.length ? source.starts[i + 1] : source.text.length
      return text.slice(source.fileStarts[i], source.fileStarts[i] + end - start)
    })
    .join('')
}
