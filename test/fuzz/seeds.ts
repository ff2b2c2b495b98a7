/** Texts that mutations start from: the project's own, and real files on the machines that have them. */
import fs from 'node:fs'
import path from 'node:path'
import { rules } from '../../server/src/rules/index.ts'

export interface Seeds {
  readonly dockerfiles: readonly string[]
  readonly ignoreFiles: readonly string[]
  /** What builders printed. */
  readonly outputs: readonly string[]
  /** Configuration, Compose and Bake files. */
  readonly yaml: readonly string[]
}

/** Reads the seeds below a checkout; `shared` is the folder with the reference data, where there is one. */
export function readSeeds(root: string, shared: string | undefined): Seeds {
  const dockerfiles = rules.flatMap(({ docs }) => [docs.bad, docs.good])
  const ignoreFiles: string[] = []
  const outputs: string[] = []
  const yaml: string[] = []
  for (const folder of ['examples', 'snippets', 'test/rules', 'test/vscode/fixtures']) {
    for (const file of filesBelow(path.join(root, folder))) {
      const text = fs.readFileSync(file, 'utf8')
      const name = path.basename(file)
      if (/dockerignore/.test(name)) ignoreFiles.push(text)
      else if (/dockerfile|containerfile/i.test(name)) dockerfiles.push(text)
      else if (/\.ya?ml$/.test(name)) yaml.push(text)
      else if (name.endsWith('.md')) dockerfiles.push(...codeBlocks(text))
      else if (folder === 'snippets' && name.endsWith('.json')) dockerfiles.push(...snippetBodies(text))
    }
  }
  if (shared !== undefined) {
    for (const file of filesBelow(path.join(shared, 'corpus/files'))) {
      const list = file.endsWith('.dockerignore') ? ignoreFiles : dockerfiles
      const text = fs.readFileSync(file, 'utf8')
      if (text.length < 30_000) list.push(text)
    }
    for (const file of filesBelow(path.join(shared, 'builder-output'))) {
      if (!file.endsWith('.jsonl')) continue
      for (const row of fs.readFileSync(file, 'utf8').split('\n').filter(Boolean)) {
        const { stdout, stderr } = JSON.parse(row) as { stdout?: string; stderr?: string }
        for (const text of [stdout, stderr]) if (text) outputs.push(text.slice(0, 20_000))
      }
    }
  }
  return { dockerfiles, ignoreFiles, outputs, yaml }
}

function filesBelow(folder: string): string[] {
  if (!fs.existsSync(folder)) return []
  return fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes('node_modules'))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort()
}

function codeBlocks(markdown: string): string[] {
  return [...markdown.matchAll(/^```dockerfile[^\n]*\n(.*?)^```$/gms)].map((match) => match[1])
}

function snippetBodies(json: string): string[] {
  const snippets = JSON.parse(json) as Record<string, { body: string | string[] }>
  return Object.values(snippets).map(({ body }) => (Array.isArray(body) ? body.join('\n') : body))
}
