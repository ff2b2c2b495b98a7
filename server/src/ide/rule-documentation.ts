/** A rule's documentation as one Markdown page, for editors that show it beside the Dockerfile. */

import type { Rule } from '../lint/rule.ts'
import { codeBlock } from './markdown.ts'

/** The page of a rule: what is wrong, why, before and after, and its other names. */
export function ruleDocumentation(rule: Rule): string {
  const { id, aliases = [], docs, severity, fixable } = rule
  const fix = fixable === undefined ? 'none' : fixable === 'safe' ? 'safe' : 'offered, and says what else it changes'
  const facts = [
    `Severity: ${severity}`,
    `Fix: ${fix}`,
    ...(aliases.length > 0 ? [`Also known as: ${aliases.map((name) => `\`${name}\``).join(', ')}`] : []),
    ...(docs.lesson ? [`Lesson: ${docs.lesson}`] : []),
  ]
  return [
    `# ${id}`,
    `${docs.summary}.`,
    docs.why,
    '## Before',
    codeBlock(docs.bad),
    '## After',
    codeBlock(docs.good),
    ...(docs.exception ? ['## Exception', docs.exception] : []),
    '## Facts',
    facts.map((fact) => `- ${fact}`).join('\n'),
    `Ignore it with \`# dockerfile-coach ignore=${id}\` above an instruction, or with \`# dockerfile-coach ignore-file=${id}\` in the file.`,
  ].join('\n\n')
}
