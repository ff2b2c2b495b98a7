/** `rules`: lists the rules. */

import { rulePageUrl } from '../../ide/rule-page.ts'
import { rules } from '../../rules/index.ts'
import { exitStatus, UsageError } from '../exit-status.ts'
import { oneOf, readArguments } from '../options.ts'
import { write } from '../output.ts'

const usage = `usage: dockerfile-coach rules [--format text|json]

Lists every rule with its severity, the safety of its fix and its other names.
`

const options = {
  format: { type: 'string', default: 'text' },
  help: { type: 'boolean', short: 'h', default: false },
} as const

export async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = readArguments(args, options)
  if (positionals.length > 0) throw new UsageError('it takes no names; `dockerfile-coach explain RULE` does')
  if (values.help) await write(usage)
  else if (oneOf('format', values.format, ['text', 'json']) === 'json') await write(json())
  else await write(text())
  return exitStatus.clean
}

function json(): string {
  const list = rules.map(({ id, aliases = [], severity, fixable, family, docs }) => ({
    id,
    aliases,
    severity,
    fix: fixable ?? null,
    family,
    lesson: docs.lesson ?? null,
    summary: docs.summary,
    url: rulePageUrl(id),
  }))
  return `${JSON.stringify(list, undefined, 2)}\n`
}

function text(): string {
  const widest = Math.max(...rules.map((rule) => rule.id.length))
  const lines = rules.map(({ id, severity, fixable, aliases = [], docs }) => {
    const names = aliases.length > 0 ? ` (${aliases.join(', ')})` : ''
    return `${id.padEnd(widest)}  ${severity.padEnd(7)}  ${(fixable ?? '').padEnd(6)}  ${docs.summary}${names}`
  })
  return `${lines.join('\n')}\n`
}
