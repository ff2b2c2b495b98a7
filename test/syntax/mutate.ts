/** Damaged texts for property tests, the same ones in every run. */

/** What breaks parsers: quotes, continuations, heredocs, brackets, odd white space. */
const pieces = [
  '\\\n',
  '\\',
  '\n',
  '\r\n',
  '\r',
  '"',
  "'",
  '`',
  '$',
  '${',
  '}',
  '${A:-',
  '<<EOF',
  '<<-"E"',
  '\nEOF\n',
  '#',
  '# escape=`\n',
  '[',
  ']',
  '["',
  '",',
  '=',
  ',',
  '--',
  '--mount=',
  '--from=',
  ' ',
  '\t',
  '\u00a0',
  '\u2028',
  '\ufeff',
  '\0',
  '\ud83d',
  '😀',
  'FROM ',
  'ONBUILD ',
  'ARG ',
  'ENV ',
  ' AS ',
  'HEALTHCHECK CMD ',
  'SHELL [',
  'RUN ',
  'COPY ',
  '\\ \n',
  '\\\n\n',
  '\\\n# c\n',
  ':',
  '/',
  '@',
]

/** `count` texts made from `texts` by one to eight deletions, insertions, swaps and repetitions each. */
export function* mutations(texts: readonly string[], count: number, seed = 7): Generator<string> {
  let state = seed
  const random = (below: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state % Math.max(1, below)
  }
  for (let i = 0; i < count; i++) {
    let text = texts[random(texts.length)]
    const times = 1 + random(8)
    for (let n = 0; n < times; n++) {
      const at = random(text.length + 1)
      const length = random(12)
      switch (random(5)) {
        case 0:
          text = text.slice(0, at) + text.slice(at + length)
          break
        case 1:
        case 2:
          text = text.slice(0, at) + pieces[random(pieces.length)] + text.slice(at)
          break
        case 3:
          text = text.slice(0, at) + text.slice(at, at + length).repeat(2) + text.slice(at + length)
          break
        default: {
          const from = random(text.length + 1)
          text = text.slice(0, at) + text.slice(from, from + 40) + text.slice(at)
        }
      }
    }
    yield text
  }
}
