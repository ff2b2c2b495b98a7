/** Hovers on directives, and on the names of rules in comments that silence them. */

import type { LintFile } from '../../lint/lint-file.ts'
import type { Rule } from '../../lint/rule.ts'
import { readSuppressions } from '../../lint/suppression.ts'
import { findRule } from '../../rules/index.ts'
import type { Range } from '../../syntax/tree.ts'
import { directiveDocs, entry } from '../docs/index.ts'
import type { Hover } from '../hover.ts'
import { codeBlock } from '../markdown.ts'
import { touches } from '../position.ts'
import { bullets, footer, paragraphs } from './text.ts'

export function directiveHover(file: LintFile, offset: number): Hover | undefined {
  const directive = file.tree.directives.find((each) => touches(each, offset))
  if (!directive) return undefined
  const doc = entry(directiveDocs, directive.name)
  if (!doc) return undefined
  if (directive.name === 'check' && touches(directive.valueRange, offset)) {
    const word = wordAt(file.text, directive.valueRange, offset)
    const rule = word && findRule(file.slice(word))
    if (rule) return ruleHover(rule, word)
  }
  const markdown = paragraphs(
    `**# ${directive.name}** — ${doc.summary}`,
    codeBlock(doc.form),
    bullets(doc.values.map(({ value, summary }) => `${codeSpan(value)}: ${summary}`)),
    `Without it: ${doc.default}. ${doc.advice}`,
    footer(doc.lesson, doc.url),
  )
  return { range: { start: directive.start, end: directive.end }, markdown }
}

export function commentHover(file: LintFile, offset: number): Hover | undefined {
  for (const suppression of readSuppressions(file.tree)) {
    if (!touches(suppression, offset)) continue
    const name = suppression.rules.find((rule) => touches(rule, offset))
    const rule = name && findRule(name.name)
    if (rule) return ruleHover(rule, { start: name.start, end: name.end })
  }
  return undefined
}

function ruleHover(rule: Rule, range: Range): Hover {
  const { summary, why, lesson } = rule.docs
  const markdown = paragraphs(`**${rule.id}** — ${summary}`, why, footer(lesson, undefined))
  return { range, markdown }
}

/** A run of name characters around an offset. */
function wordAt(text: string, within: Range, offset: number): Range | undefined {
  let [start, end] = [offset, offset]
  while (start > within.start && /[A-Za-z0-9-]/.test(text[start - 1])) start--
  while (end < within.end && /[A-Za-z0-9-]/.test(text[end])) end++
  return end > start ? { start, end } : undefined
}

/** The values of the tables; a backtick needs a longer fence. */
function codeSpan(value: string): string {
  return value.includes('`') ? `\`\` ${value} \`\`` : `\`${value}\``
}
