/** Completion in comments: directives, and the names of rules to silence. */

import type { LintFile } from '../../lint/lint-file.ts'
import type { Problem, Rule } from '../../lint/rule.ts'
import { isBuildKitName } from '../../lint/suppression.ts'
import { findRule, rules } from '../../rules/index.ts'
import { lineAt } from '../../syntax/parse.ts'
import type { Completion } from '../completion.ts'
import { directiveDocs, entry } from '../docs/index.ts'
import type { CommentPlace } from './place.ts'

export function commentCompletions(
  file: LintFile,
  place: CommentPlace,
  problems: () => readonly Problem[],
): readonly Completion[] {
  const directive = place.directive ? directiveValues(place) : undefined
  if (directive) return directive
  const names = suppressedNames(file, place, problems)
  if (names) return names
  const start = /^#[ \t]*([A-Za-z-]*)$/.exec(place.head)
  if (!start) return []
  const range = { start: place.offset - start[1].length, end: place.offset }
  const space = place.head === '#' ? ' ' : ''
  return [...(place.directive ? directiveNames(file, range, space) : []), ...suppressions(range, space)]
}

function directiveNames(file: LintFile, range: Completion['range'], space: string): readonly Completion[] {
  const used = new Set(file.tree.directives.filter((each) => range.start > each.end).map(({ name }) => name))
  return Object.entries(directiveDocs)
    .filter(([name]) => !used.has(name))
    .map(([name, doc]) => ({
      label: `${name}=`,
      kind: 'directive',
      range,
      text: `${space}${name}=`,
      detail: doc.form,
      documentation: `${doc.summary}\n\n${doc.advice}`,
      more: true,
    }))
}

function directiveValues(place: CommentPlace): readonly Completion[] | undefined {
  const match = /^#[ \t]*([A-Za-z]+)[ \t]*=([\s\S]*)$/.exec(place.head)
  const doc = match ? entry(directiveDocs, match[1].toLowerCase()) : undefined
  if (!match || !doc) return undefined
  const typed = match[2].trimStart()
  if (match[1].toLowerCase() === 'check') {
    const skip = /(?:^|;)[ \t]*skip=([^;]*)$/.exec(typed)
    if (skip) {
      const last = skip[1].slice(skip[1].lastIndexOf(',') + 1).trimStart()
      const checks = rules.flatMap((rule) =>
        (rule.aliases ?? []).filter(isBuildKitName).map((name) => ({ name, rule })),
      )
      return checks.map(({ name, rule }) => ruleItem(name, rule, place.offset - last.length, place.offset))
    }
  }
  const range = { start: place.offset - typed.length, end: place.offset }
  return doc.values.map(({ value, summary }) => ({
    label: value,
    kind: 'value',
    range,
    replaceEnd: place.end,
    text: value,
    detail: summary,
  }))
}

function suppressions(range: Completion['range'], space: string): readonly Completion[] {
  const forms = [
    { text: 'dockerfile-coach ignore=', detail: 'silences rules for the instruction below' },
    { text: 'dockerfile-coach ignore-file=', detail: 'silences rules for the whole file' },
    { text: 'hadolint ignore=', detail: 'the same, which hadolint understands too' },
    { text: 'hadolint global ignore=', detail: 'for the whole file, which hadolint understands too' },
  ]
  return forms.map(({ text, detail }) => ({
    label: text,
    kind: 'directive',
    range,
    text: space + text,
    detail,
    more: true,
  }))
}

/** Rules behind `ignore=`: those of the problems below first. */
function suppressedNames(
  file: LintFile,
  place: CommentPlace,
  problems: () => readonly Problem[],
): readonly Completion[] | undefined {
  const match =
    /^#[ \t]*(dockerfile-coach[ \t]+ignore(?:-file)?|hadolint[ \t]+(?:global[ \t]+)?ignore)[ \t]*=(.*)$/.exec(
      place.head,
    )
  if (!match) return undefined
  const last = match[2].slice(match[2].lastIndexOf(',') + 1).trimStart()
  // Behind the last name stands the reason.
  if (!/^[A-Za-z0-9/-]*$/.test(last)) return []
  const start = place.offset - last.length
  const isHadolint = match[1].startsWith('hadolint')
  const named = new Set(match[2].split(',').map((name) => name.trim()))
  const nameOf = (rule: Rule): string | undefined =>
    isHadolint ? rule.aliases?.find((alias) => /^(DL|SC)\d+$/.test(alias)) : rule.id
  const likely = likelyRules(file, place, problems)
  const ordered = [...likely, ...rules.filter((rule) => !likely.includes(rule))]
  const seen = new Set<string>()
  return ordered.flatMap((rule) => {
    const name = nameOf(rule)
    if (name === undefined || seen.has(name) || (named.has(name) && name !== last)) return []
    seen.add(name)
    return [ruleItem(name, rule, start, place.offset)]
  })
}

/** The rules of the problems of the instruction below, or of the whole file. */
function likelyRules(file: LintFile, place: CommentPlace, problems: () => readonly Problem[]): readonly Rule[] {
  const line = lineAt(file.tree, place.offset)
  const next = file.tree.instructions.find((instruction) => instruction.endLine > line)
  const isFile = /ignore-file|global/.test(place.head)
  const found = problems().filter(
    ({ range }) => isFile || (next && next.start <= range.start && range.start <= next.end),
  )
  return [...new Set(found.map(({ rule }) => rule))].flatMap((id) => findRule(id) ?? [])
}

function ruleItem(name: string, rule: Rule, start: number, end: number): Completion {
  return {
    label: name,
    kind: 'rule',
    range: { start, end },
    text: name,
    detail: rule.docs.summary,
    documentation: rule.docs.why,
  }
}
