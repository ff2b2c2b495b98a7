/** `explain`: why a rule exists, before and after, by any of its names. */

import { rulePageUrl } from '../../ide/rule-page.ts'
import { unusedSuppression, unusedSuppressionExplanation } from '../../ide/suppress.ts'
import type { Rule } from '../../lint/rule.ts'
import { exitStatus, UsageError } from '../exit-status.ts'
import { readArguments } from '../options.ts'
import { write } from '../output.ts'
import { rulesNamed } from '../rule-names.ts'

const usage = `usage: dockerfile-coach explain RULE

RULE is a rule's id or one of its other names: a check of BuildKit, a code of hadolint or ShellCheck.
`

export async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = readArguments(args, { help: { type: 'boolean', short: 'h', default: false } })
  if (values.help) {
    await write(usage)
    return exitStatus.clean
  }
  if (positionals.length === 0) throw new UsageError('which rule? `dockerfile-coach rules` lists them')
  const explanations = positionals.flatMap((name) => {
    return name === unusedSuppression ? [unusedSuppressionExplanation] : rulesNamed(name).map(explanation)
  })
  await write(explanations.join('\n'))
  return exitStatus.clean
}

function explanation(rule: Rule): string {
  const { id, aliases = [], severity, fixable, docs } = rule
  const fix = fixable === undefined ? 'none' : fixable === 'safe' ? 'safe' : 'unsafe: look at what it changes'
  const facts = [
    `severity: ${severity}`,
    `fix: ${fix}`,
    ...(aliases.length > 0 ? [`also known as: ${aliases.join(', ')}`] : []),
    ...(docs.lesson ? [`lesson: ${docs.lesson}`] : []),
    rulePageUrl(id),
  ]
  const exception = docs.exception ? `\nException: ${docs.exception}\n` : ''
  return `${id}: ${docs.summary}

${docs.why}
${exception}
Before:
${indented(docs.bad)}
After:
${indented(docs.good)}
${facts.join('\n')}
`
}

function indented(text: string): string {
  return text.replace(/^(?=.)/gm, '    ')
}
