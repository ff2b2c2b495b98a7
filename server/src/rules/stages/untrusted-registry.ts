/** `untrusted-registry`: images from registries that are not on the list. */

import { parseImageReference } from '../../knowledge/image-reference.ts'
import type { LintFile } from '../../lint/lint-file.ts'
import type { Finding, Rule } from '../../lint/rule.ts'
import type { Range } from '../../syntax/tree.ts'
import { externalImages } from './external-images.ts'

export const untrustedRegistry: Rule = {
  id: 'untrusted-registry',
  family: 'stages',
  aliases: ['DL3026'],
  severity: 'off',
  options: {
    trusted: {
      type: 'texts',
      description: 'Hosts that images may come from; a star stands for any part. Default: every host that has a name.',
    },
  },
  docs: {
    summary: 'An image comes from a registry that is not on the list of trusted ones',
    why: 'What a build pulls runs with its rights and ends up in the image. A list of registries keeps out images of strangers and misspelt names. Without a list, only hosts that are a bare IP address are flagged.',
    lesson: 'Base images (part 5)',
    bad: 'FROM docker.io/library/alpine:3.22\nCOPY --from=192.0.2.10:5000/team/tool:1 /tool /usr/local/bin/\n',
    good: 'FROM docker.io/library/alpine:3.22\nCOPY tool /usr/local/bin/\n',
  },
  check(file, report) {
    const trusted = file.option<{ trusted?: readonly string[] }>('untrusted-registry')?.trusted ?? []
    for (const { reference, word } of externalImages(file))
      for (const finding of judge(trusted, reference.registry, word)) report(finding)
    for (const finding of references(file, trusted)) report(finding)
  },
}

/** Images that COPY and mounts name. */
function* references(file: LintFile, trusted: readonly string[]): Generator<Finding> {
  for (const { kind, target, text, start, end } of file.graph.references) {
    if (kind === 'from' || target || text.includes('$')) continue
    const image = parseImageReference(text)
    if (image) yield* judge(trusted, image.registry, { start, end })
  }
}

const hubNames = ['docker.io', 'index.docker.io', 'registry-1.docker.io', 'hub.docker.com']

function* judge(trusted: readonly string[], registry: string | undefined, range: Range): Generator<Finding> {
  const names =
    registry === undefined || hubNames.includes(registry) ? [registry ?? 'docker.io', ...hubNames] : [registry]
  if (trusted.length === 0 && !isAddress(names[0])) return
  if (names.some((name) => trusted.some((pattern) => matches(pattern.toLowerCase(), name.toLowerCase())))) return
  const { start, end } = range
  const why =
    trusted.length === 0
      ? 'is an address without a name, which anybody can have'
      : 'is not among the trusted registries'
  yield { range: { start, end }, message: `\`${names[0]}\` ${why}` }
}

/** A host with at most one star. */
function matches(pattern: string, host: string): boolean {
  const star = pattern.indexOf('*')
  if (star < 0) return pattern === host
  const [before, after] = [pattern.slice(0, star), pattern.slice(star + 1)]
  return host.length >= before.length + after.length && host.startsWith(before) && host.endsWith(after)
}

function isAddress(host: string): boolean {
  return /^\d{1,3}(\.\d{1,3}){3}(:\d+)?$/.test(host) && !host.startsWith('127.')
}
