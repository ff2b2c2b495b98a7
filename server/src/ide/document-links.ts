/** Links in a Dockerfile: images to their registry pages, addresses, copied files, rules in comments. */

import { type ImageReference, parseImageReference } from '../knowledge/image-reference.ts'
import { contextSources } from '../lint/context-sources.ts'
import type { LintFile } from '../lint/lint-file.ts'
import { readSuppressions } from '../lint/suppression.ts'
import { findRule } from '../rules/index.ts'
import type { Range } from '../syntax/tree.ts'

export interface DocumentLink {
  readonly range: Range
  /** An address, the path of a file of the build context, or the id of a rule. */
  readonly target: { readonly url: string } | { readonly path: string } | { readonly rule: string }
  readonly tooltip: string
}

/** Links in file order; no two overlap. */
export function documentLinks(file: LintFile): readonly DocumentLink[] {
  const links = [...imageLinks(file), ...sourceLinks(file), ...ruleLinks(file), ...addressLinks(file)]
  links.sort((a, b) => a.range.start - b.range.start || b.range.end - a.range.end)
  let end = -1
  return links.filter(({ range }) => {
    if (range.start < end) return false
    end = range.end
    return true
  })
}

function* imageLinks(file: LintFile): Generator<DocumentLink> {
  for (const { baseWord, base, parent } of file.stages) {
    if (baseWord && base !== undefined && !parent) yield* imageLink(baseWord, base)
  }
  for (const { target, text, start, end } of file.graph.references) {
    if (!target) yield* imageLink({ start, end }, text)
  }
}

function* imageLink(range: Range, text: string): Generator<DocumentLink> {
  const reference = text.toLowerCase() === 'scratch' ? undefined : parseImageReference(text)
  const url = reference && imagePage(reference)
  if (!url) return
  yield {
    range: { start: range.start, end: range.end },
    target: { url },
    tooltip: `Open the page of ${reference.path}`,
  }
}

/** The page of an image in its registry; undefined for registries that have none for people. */
export function imagePage({ registry, path, tag }: ImageReference): string | undefined {
  switch (registry) {
    case undefined:
    case 'docker.io':
    case 'index.docker.io': {
      const name = path.replace(/^library\//, '')
      const page = name.includes('/') ? `r/${name}` : `_/${name}`
      return `https://hub.docker.com/${page}${tag === undefined ? '' : `/tags?name=${encodeURIComponent(tag)}`}`
    }
    case 'ghcr.io':
    case 'gcr.io':
      return `https://${registry}/${path}`
    case 'quay.io':
      return `https://quay.io/repository/${path}`
    case 'mcr.microsoft.com':
      return `https://mcr.microsoft.com/artifact/mar/${path}/about`
    case 'public.ecr.aws':
      return `https://gallery.ecr.aws/${path}`
    case 'registry.access.redhat.com':
    case 'registry.redhat.io':
      return `https://catalog.redhat.com/software/containers/search?q=${encodeURIComponent(path)}`
    default:
      return undefined
  }
}

function* sourceLinks(file: LintFile): Generator<DocumentLink> {
  const files = file.once('context files', () => {
    return new Set((file.context?.paths ?? []).filter(({ folder }) => !folder).map(({ path }) => path))
  })
  if (files.size === 0) return
  for (const { word, path } of contextSources(file)) {
    if (!files.has(path)) continue
    yield { range: { start: word.start, end: word.end }, target: { path }, tooltip: 'Open the file' }
  }
}

function* ruleLinks(file: LintFile): Generator<DocumentLink> {
  for (const { rules } of readSuppressions(file.tree)) {
    for (const { name, start, end } of rules) {
      const rule = findRule(name)
      const tooltip = 'Open the documentation of the rule'
      if (rule) yield { range: { start, end }, target: { rule: rule.id }, tooltip }
    }
  }
}

/** Addresses that are written out; one with a variable in it leads nowhere. */
function* addressLinks(file: LintFile): Generator<DocumentLink> {
  for (const match of file.text.matchAll(/https?:\/\/[A-Za-z0-9][^\s"'`<>\\^{}|]{2,2000}/g)) {
    const url = match[0].replace(/(?<![.,;:!?)\]&])[.,;:!?)\]&]+$/, '')
    if (url.includes('$') || file.text[match.index + url.length] === '{') continue
    yield { range: { start: match.index, end: match.index + url.length }, target: { url }, tooltip: 'Open the address' }
  }
}
