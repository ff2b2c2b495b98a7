/** The facts against real Dockerfiles, where the reference data is there: how many base images are known. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { baseImage } from '../../server/src/knowledge/base-image.ts'
import { deprecatedImage, endOfLifeFacts, supportedTags } from '../../server/src/knowledge/end-of-life.ts'
import { parseImageReference } from '../../server/src/knowledge/image-reference.ts'
import { isBuildKitSecretName } from '../../server/src/knowledge/secrets.ts'
import { smallerImages } from '../../server/src/knowledge/smaller-image.ts'
import { shared } from '../shared.ts'

type Node = { cmd: string; args: string[] }
type File = { file: string; nodes: Node[] }

const folder = shared()
const rows = <T>(name: string): T[] =>
  readFileSync(path.join(folder as string, name), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as T)

/** The external images of a file, with defaults of global arguments put in; stages are left out. */
function bases(file: File): string[] {
  const values = new Map<string, string>()
  const stages = new Set<string>()
  const images: string[] = []
  for (const { cmd, args } of file.nodes) {
    if (cmd === 'ARG' && images.length === 0)
      for (const arg of args) values.set(arg.split('=')[0] as string, valueOf(arg))
    if (cmd.toUpperCase() !== 'FROM') continue
    const base = (args[0] ?? '').replace(
      /\$\{?(\w+)(?::-([^}]*))?\}?/g,
      (_, name, fallback) => values.get(name) || (fallback ?? ''),
    )
    if (!stages.has(base.toLowerCase())) images.push(base)
    const alias = args[2]
    if (alias) stages.add(alias.toLowerCase())
  }
  return images
}

function valueOf(arg: string): string {
  const at = arg.indexOf('=')
  return at < 0 ? '' : arg.slice(at + 1).replace(/^["']|["']$/g, '')
}

test.runIf(folder !== undefined)('most base images are known, and no question about one throws', () => {
  const images = rows<File>('corpus/expected/buildkit-ast.jsonl').flatMap(bases)
  const references = images.flatMap((text) => parseImageReference(text) ?? [])
  const known = references.filter((reference) => baseImage(reference) !== undefined)
  for (const reference of references) {
    for (const fact of endOfLifeFacts(reference, '2026-11-20')) {
      for (const tag of fact.replacementTags) expect(parseImageReference(tag)).toBeDefined()
    }
    for (const tag of supportedTags(reference, '2026-11-20')) expect(parseImageReference(tag)).toBeDefined()
    for (const { image } of smallerImages(reference))
      expect([image, parseImageReference(image) !== undefined]).toEqual([image, true])
    deprecatedImage(reference)
  }
  const share = (100 * known.length) / references.length
  console.log(
    `base images with facts: ${known.length} of ${references.length} references (${share.toFixed(1)} %), ${images.length} FROM lines`,
  )
  expect(references.length).toBeGreaterThan(1500)
  expect(share).toBeGreaterThan(75)
})

test.runIf(folder !== undefined)('names of secrets are exactly those that BuildKit reports', () => {
  type Verdict = { file: string; ok: boolean; warnings: { rule: string; detail: string }[] }
  const verdicts = new Map(rows<Verdict>('corpus/expected/buildkit.jsonl').map((row) => [row.file, row]))
  let right = 0
  const wrong: string[] = []
  for (const file of rows<File>('corpus/expected/buildkit-ast.jsonl')) {
    const verdict = verdicts.get(file.file)
    const text = readFileSync(path.join(folder as string, 'corpus/files', file.file), 'utf8')
    if (!verdict?.ok || /^#\s*check\s*=.*skip\s*=/im.test(text)) continue
    const reported = new Set(
      verdict.warnings.flatMap(({ rule, detail }) =>
        rule === 'SecretsUsedInArgOrEnv' ? (/"(.*)"/.exec(detail)?.[1] ?? []) : [],
      ),
    )
    for (const name of file.nodes.flatMap(names)) {
      if (isBuildKitSecretName(name) === reported.has(name)) right++
      else wrong.push(`${file.file}: ${name}`)
    }
  }
  console.log(`names of ARG and ENV judged as by BuildKit: ${right} of ${right + wrong.length}`)
  expect(right).toBeGreaterThan(2000)
  expect(wrong).toEqual([])
})

function names({ cmd, args }: Node): string[] {
  if (cmd === 'ARG') return args.map((arg) => arg.split('=')[0] as string)
  return cmd === 'ENV' ? args.filter((_, index) => index % 3 === 0) : []
}
