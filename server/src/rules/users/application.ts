/** Whether a stage copies an application into its image, or only what makes the image itself. */

import type { LintFile } from '../../lint/lint-file.ts'
import type { Stage } from '../../syntax/stages.ts'
import type { Instruction } from '../../syntax/tree.ts'

/** Whether COPY or ADD brings more than entrypoint scripts, configuration and tools of other images. */
export function copiesApplication(file: LintFile, stage: Stage): boolean {
  return file.facts.history(stage).some((instruction) => {
    if (instruction.keyword !== 'COPY' && instruction.keyword !== 'ADD') return false
    return isApplication(file, instruction)
  })
}

function isApplication(file: LintFile, copy: Instruction): boolean {
  const texts = copy.words.map(({ text }) => file.scopes.expand(copy, text).value || text)
  const target = texts.at(-1) ?? ''
  const sources = texts.slice(0, -1)
  if (isSystemPath(target)) return false
  const from = copy.flags.find(({ name }) => name === 'from')
  if (from) return file.graph.references.some(({ instruction, target: stage }) => instruction === copy && stage)
  return sources.some((source) => !isImagePart(source))
}

/** Places of the system's own files and programs. */
function isSystemPath(path: string): boolean {
  return /^["']?\/(etc|usr\/(s?bin|lib|share\/(ca-|zoneinfo|keyrings))|s?bin|lib(64)?|tmp|root\/\.|docker-entrypoint)/.test(
    path,
  )
}

/** Scripts, configuration, keys and patches; downloads and heredocs. */
function isImagePart(source: string): boolean {
  const name = source.slice(source.lastIndexOf('/') + 1)
  if (/^(https?|ftp|git|ssh):\/\//.test(source) || source.startsWith('<<')) return true
  if (/entrypoint|healthcheck|^docker-/i.test(name)) return true
  return /\.(sh|bash|conf|cfg|cnf|ini|list|repo|sources|asc|gpg|key|crt|patch|diff|rpm|deb|apk|tmpl|template|env)$/.test(
    name,
  )
}
