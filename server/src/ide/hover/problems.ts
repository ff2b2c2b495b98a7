/** On a squiggle: why the rule exists, before and after, and the lesson that teaches it. */

import type { Problem } from '../../lint/rule.ts'
import { findRule } from '../../rules/index.ts'
import type { Hover } from '../hover.ts'
import { codeBlock } from '../markdown.ts'
import { footer, paragraphs } from './text.ts'

/** The editor shows the message itself above; this is what stands behind it. */
export function problemHover(problem: Problem): Hover | undefined {
  const rule = findRule(problem.rule)
  if (!rule) return undefined
  const { why, lesson, bad, good, exception } = rule.docs
  const markdown = paragraphs(
    `**${rule.id}** — ${why}`,
    `Before:\n\n${codeBlock(bad)}`,
    `After:\n\n${codeBlock(good)}`,
    exception && `Exception: ${exception}`,
    footer(lesson, undefined),
  )
  return { range: problem.range, markdown }
}
