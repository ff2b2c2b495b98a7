/** Hovers on image references: system, user, shell, end of life, and smaller images that can take their place. */

import { type BaseImageFacts, baseImage } from '../../knowledge/base-image.ts'
import { deprecatedImage, type EndOfLife, endOfLifeFacts } from '../../knowledge/end-of-life.ts'
import { type ImageReference, parseImageReference } from '../../knowledge/image-reference.ts'
import { productFacts, systemFacts } from '../../knowledge/image-store.ts'
import { imageSize, type SmallerImage, smallerImages } from '../../knowledge/smaller-image.ts'
import type { LintFile } from '../../lint/lint-file.ts'
import type { Instruction } from '../../syntax/tree.ts'
import type { Hover } from '../hover.ts'
import { code } from '../markdown.ts'
import { touches } from '../position.ts'
import { bullets, footer, paragraphs } from './text.ts'

export function imageHover(file: LintFile, instruction: Instruction, offset: number): Hover | undefined {
  if (instruction.keyword === 'FROM') {
    const [base, as] = instruction.words
    if (as && touches(as, offset)) {
      const markdown = 'Names the stage, for `--from`, `FROM` and `docker build --target`. Letters in lower case.'
      return { range: { start: as.start, end: as.end }, markdown: `**AS** — ${markdown}` }
    }
    if (!base || !touches(base, offset)) return undefined
    const markdown = imageMarkdown(file, instruction)
    return markdown === undefined ? undefined : { range: { start: base.start, end: base.end }, markdown }
  }
  const reference = file.graph.references.find((each) => !each.target && touches(each, offset))
  const markdown = reference && referenceMarkdown(reference.text, file.today)
  return reference && markdown ? { range: { start: reference.start, end: reference.end }, markdown } : undefined
}

/** What is known of the base image of a FROM; undefined for a stage and for nothing. */
export function imageMarkdown(file: LintFile, from: Instruction): string | undefined {
  const stage = file.stageOf(from)
  if (!stage || stage.parent || stage.base === undefined) return undefined
  if (stage.base.toLowerCase() === 'scratch') {
    return paragraphs(
      '**scratch** — no files at all: no shell, no certificates, no users. For programs that need nothing else.',
      footer('Minimal base images (part 3)', undefined),
    )
  }
  return referenceMarkdown(stage.base, file.today)
}

/** The facts about an image reference; undefined when it is none. */
export function referenceMarkdown(text: string, today: string): string | undefined {
  const reference = parseImageReference(text)
  if (!reference) return undefined
  const facts = baseImage(reference)
  const ends = endOfLifeFacts(reference, today)
  const deprecated = deprecatedImage(reference)
  if (!facts && ends.length === 0 && !deprecated) {
    return paragraphs(`**${code(text)}** — no facts are known about this image.`, pinLine(reference))
  }
  const smaller = smallerImages(reference).slice(0, 3)
  return paragraphs(
    `**${code(text)}**${facts ? ` — ${systemText(facts)}` : ''}`,
    deprecated &&
      `**No longer maintained**${deprecated.since ? ` since ${deprecated.since}` : ''}: ${deprecated.note}.${deprecated.replacement.length > 0 ? ` Take ${deprecated.replacement.map(code).join(' or ')}.` : ''}`,
    bullets([
      ...ends.map(endText),
      facts && userText(facts),
      facts && shellText(facts),
      facts && facts.packageManagers.length > 0 && `Packages: ${facts.packageManagers.map(code).join(', ')}`,
      facts?.workdir && `Working directory: ${code(facts.workdir)}`,
      facts &&
        facts.exposes.length > 0 &&
        `Ports: ${facts.exposes.map(({ port, protocol }) => `${port}/${protocol}`).join(', ')}`,
      facts?.kind === 'os' &&
        facts.hasCaCertificates === false &&
        'No TLS certificates: install `ca-certificates` for HTTPS',
      sizeText(reference),
      pinLine(reference),
    ]),
    smaller.length > 0 && `Smaller:\n\n${bullets(smaller.map(smallerText))}`,
    footer('Choose lightweight base images (part 5)', undefined),
  )
}

/** The name of the system with its release and C library: `Debian 13, glibc`. */
export function systemText(facts: BaseImageFacts): string {
  const product = facts.release?.product ?? systemFacts(facts.os)?.product
  const title = (product === undefined ? undefined : productFacts(product)?.title) ?? facts.os
  const release = facts.release ? ` ${facts.release.cycle}` : ''
  return `${title}${release}${facts.libc ? `, ${facts.libc}` : ''}`
}

function endText({ title, cycle, date, ended, rolling, replacementTags }: EndOfLife): string {
  const name = `${title} ${cycle}`
  const instead = replacementTags.length > 0 ? `; take ${code(replacementTags[0])}` : ''
  if (ended) return `**${name} is no longer supported**${date ? `, since ${date}` : ''}${instead}`
  if (date === undefined) return `${name} is supported${rolling ? ' until the next release' : ''}`
  return `${name} is supported until ${date}`
}

function userText(facts: BaseImageFacts): string | undefined {
  const { defaultUser, readyUsers } = facts
  if (!defaultUser) return undefined
  const name = defaultUser.name ?? String(defaultUser.uid)
  const ready = readyUsers
    .filter((user) => user.name !== undefined && user.name !== name)
    .map(({ name: other, uid }) => `${code(other ?? '')}${uid === undefined ? '' : ` (${uid})`}`)
  const drops = facts.entrypointDropsRoot ? '; the entrypoint goes on as another user' : ''
  return `Starts as ${code(name)}${drops}${ready.length > 0 ? `; there is also ${ready.join(', ')}` : ''}`
}

function shellText(facts: BaseImageFacts): string {
  if (!facts.shell) {
    return facts.debugShell ? `No shell at its usual place; ${code(facts.debugShell)}` : 'No shell: exec form only'
  }
  const bash = facts.bash && facts.shell.flavour !== 'bash' ? `; also ${code(facts.bash)}` : ''
  return `Shell: ${code(facts.shell.path)} (${facts.shell.flavour})${bash}`
}

function sizeText(reference: ImageReference): string | undefined {
  const size = imageSize(reference)
  if (!size?.compressed && !size?.uncompressed) return undefined
  return `Size: ${[size.compressed && `${size.compressed} compressed`, size.uncompressed && `${size.uncompressed} on disk`].filter(Boolean).join(', ')}`
}

function pinLine({ tag, digest }: ImageReference): string | undefined {
  if (digest !== undefined) return undefined
  if (tag === undefined || tag === 'latest') return 'Without a version it is another image next month'
  return undefined
}

function smallerText({ image, for: purpose, caveats, size }: SmallerImage): string {
  const facts = [size.compressed && `${size.compressed} compressed`, ...caveats].filter(Boolean)
  return `${code(image)} (${purpose})${facts.length > 0 ? `: ${facts.join('; ')}` : ''}`
}
