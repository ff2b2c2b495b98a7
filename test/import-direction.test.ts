/** The linter's settings refuse an import against the direction syntax ← knowledge ← lint ← rules ← ide ← {lsp, cli}, with `host` beside `ide`. */
import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, expect, it } from 'vitest'

const project = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'dockerfile-coach-imports-')))
afterAll(() => fs.rmSync(project, { recursive: true, force: true }))

const pure = ['syntax', 'knowledge', 'lint', 'rules', 'ide']
const folders = [...pure, 'host', 'lsp', 'cli']
const specifiers = {
  ...Object.fromEntries(folders.map((folder) => [folder, `../${folder}/thing.ts`])),
  client: '../../../client/src/build/thing.ts',
  protocol: '../../../client/src/protocol.ts',
  node: 'node:fs',
}

/** What each folder may import, its own files aside. */
const allowed: Record<string, string[]> = {
  syntax: [],
  knowledge: ['syntax'],
  lint: ['syntax', 'knowledge'],
  rules: ['syntax', 'knowledge', 'lint'],
  ide: ['syntax', 'knowledge', 'lint', 'rules'],
  host: ['syntax', 'knowledge', 'lint', 'rules', 'node'],
  lsp: [...pure, 'host', 'protocol', 'node'],
  cli: [...pure, 'host', 'node'],
}

/** Lints one file for each import, all at once; gives those in which something was found. */
function refused(imports: { file: string; text: string }[]): Set<string> {
  fs.copyFileSync('biome.json', path.join(project, 'biome.json'))
  for (const { file, text } of imports) {
    fs.mkdirSync(path.dirname(path.join(project, file)), { recursive: true })
    fs.writeFileSync(path.join(project, file), text)
  }
  const biome = path.resolve('node_modules/@biomejs/biome/bin/biome')
  const options = ['lint', '--reporter=github', '--max-diagnostics=none']
  const { stdout } = spawnSync(process.execPath, [biome, ...options], { cwd: project, encoding: 'utf8' })
  return new Set([...stdout.matchAll(/^::error .*?file=([^,]+)/gm)].map((match) => path.relative(project, match[1]!)))
}

it('refuses what is against the direction, and nothing else', () => {
  const imports = folders.flatMap((folder) =>
    Object.entries(specifiers)
      .filter(([target]) => target !== folder)
      .map(([target, specifier]) => ({
        file: `server/src/${folder}/imports-${target}.ts`,
        text: `export { thing } from '${specifier}'\n`,
        isAllowed: allowed[folder]!.includes(target),
      })),
  )
  imports.push(
    {
      file: 'client/src/imports-server.ts',
      text: "export { thing } from '../../server/src/syntax/thing.ts'\n",
      isAllowed: false,
    },
    {
      file: 'client/src/imports-protocol.ts',
      text: "export { thing } from './protocol.ts'\n",
      isAllowed: true,
    },
  )
  const found = refused(imports)
  expect([...found].sort()).toEqual(
    imports
      .filter(({ isAllowed }) => !isAllowed)
      .map(({ file }) => file)
      .sort(),
  )
})

it('refuses clocks and the environment where the engine has to be pure', () => {
  const uses = pure.flatMap((folder) =>
    ['Date.now()', 'process.env.HOME', 'performance.now()', "Buffer.from('')"].map((expression, index) => ({
      file: `server/src/${folder}/uses-${index}.ts`,
      text: `export const used = ${expression}\n`,
    })),
  )
  const found = refused(uses)
  for (const { file } of uses) expect(found).toContain(file)
})
