/** `unclosed-quote`: a quote that is opened and not closed, where BuildKit removes quotes. */

import type { Rule } from '../../lint/rule.ts'
import { hasTrailingComment } from '../../lint/trailing-comment.ts'
import { type ExpandedWord, expandedWords, isQuoteError } from '../../lint/word-expansion.ts'

export const unclosedQuote: Rule = {
  id: 'unclosed-quote',
  family: 'syntax',
  severity: 'error',
  docs: {
    summary: 'A quote is opened and not closed',
    why: 'BuildKit removes quotes from the words of most instructions itself, and a quote without its partner stops the build. An apostrophe counts as a quote. COPY splits its words at blanks before it looks at quotes: paths with blanks need the JSON form.',
    bad: "FROM alpine:3.22\nLABEL description=Ada's app\n",
    good: 'FROM alpine:3.22\nLABEL description="Ada\'s app"\n',
  },
  check(file, report) {
    let last: ExpandedWord['instruction'] | undefined
    for (const word of expandedWords(file)) {
      const { error } = word.expansion
      if (error === undefined || !isQuoteError(error) || hasTrailingComment(file, word.instruction)) continue
      // The other half of a quoted path with blanks is a word of its own.
      if (isSplit(word) && word.instruction === last) continue
      last = word.instruction
      const offset = openQuote(word.text, file.tree.escape)
      const quote = word.text[offset] ?? '"'
      report({ range: word.place({ start: offset, end: offset + 1 }), message: quoteMessage(word, quote) })
    }
  },
}

/** Whether its instruction splits words at blanks without a look at quotes. */
function isSplit({ instruction: { keyword, json } }: ExpandedWord): boolean {
  return !json && (keyword === 'COPY' || keyword === 'ADD' || keyword === 'VOLUME' || keyword === 'EXPOSE')
}

function quoteMessage(word: ExpandedWord, quote: string): string {
  const advice = isSplit(word)
    ? 'words end at blanks here, also inside quotes; write a JSON array'
    : quote === "'"
      ? 'an apostrophe counts as a quote: put the value in double quotes'
      : 'close it, or put a backslash in front'
  return `the quote \`${quote}\` is not closed; ${advice}`
}

/** The offset of the quote that is open at the end. */
function openQuote(text: string, escape: string): number {
  let open = -1
  for (let i = 0; i < text.length; i++) {
    const character = text[i]
    if (character === escape && (open < 0 || text[open] === '"')) i++
    else if (open >= 0) {
      if (character === text[open]) open = -1
    } else if (character === '"' || character === "'") open = i
  }
  return Math.max(open, 0)
}
