/** The list of all rules as one Markdown page. */

import type { Family, Rule } from '../lint/rule.ts'

const titles: Readonly<Record<Family, string>> = {
  syntax: 'Syntax and structure',
  stages: 'Stages and base images',
  layers: 'Layers and cache',
  packages: 'Package managers',
  users: 'Users and secrets',
  runtime: 'Run-time behaviour',
  shell: 'Shell inside RUN',
}

/** A table for each family, in the order of the rules; links lead to the pages beside it. */
export function rulesOverview(rules: readonly Rule[]): string {
  const families = [...new Set(rules.map((rule) => rule.family))]
  const sections = families.map((family) => {
    const rows = rules.filter((rule) => rule.family === family).map(row)
    return `## ${titles[family]}\n\n| rule | severity | fix | also known as | |\n|---|---|---|---|---|\n${rows.join('\n')}\n`
  })
  return `# Rules\n\n${rules.length} rules. A rule answers to all its names in suppression comments and in configuration.\n\n${sections.join('\n')}`
}

function row({ id, severity, fixable, aliases = [], docs }: Rule): string {
  const names = aliases.map((name) => `\`${name}\``).join(', ')
  return `| [${id}](${id}.md) | ${severity} | ${fixable ?? ''} | ${names} | ${docs.summary.replaceAll('|', '\\|')} |`
}
