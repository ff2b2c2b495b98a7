/** The notice beside the programs: every package whose code is in them, with its license. */
import fs from 'node:fs'
import { build } from 'esbuild'
import { expect, it } from 'vitest'

const notice = fs.readFileSync('dist/third-party-licenses.txt', 'utf8')
const sections = notice.split(`${'-'.repeat(80)}\n`).map((section) => section.trim())
const entry = /^((?:@[\w.-]+\/)?[\w.-]+) (\d+\.\d+\.\d+\S*) \(([\w.-]+)\)$/m

/** The packages behind an entry point, by esbuild's own account. */
async function packagesOf(entryPoint: string, platform: 'node' | 'browser'): Promise<string[]> {
  const { metafile } = await build({
    entryPoints: [entryPoint],
    bundle: true,
    write: false,
    metafile: true,
    platform,
    format: 'esm',
    external: ['vscode'],
    outdir: 'dist',
    logLevel: 'silent',
  })
  return Object.keys(metafile.inputs).flatMap((file) => /^.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? [])
}

it('names each package that is bundled, and no other', async () => {
  const found = await Promise.all([
    packagesOf('client/src/extension.ts', 'node'),
    packagesOf('client/src/web.ts', 'browser'),
    packagesOf('server/src/lsp/main.ts', 'node'),
    packagesOf('server/src/lsp/web.ts', 'browser'),
    packagesOf('server/src/cli/main.ts', 'node'),
    packagesOf('server/src/cli/worker.ts', 'node'),
  ])
  const named = sections.map((section) => entry.exec(section)?.[1])
  expect([...new Set(named)].sort()).toEqual([...new Set(found.flat())].sort())
})

it('has the text of each license, and only permissive ones', () => {
  for (const section of sections) {
    const [, name, , license] = entry.exec(section) ?? []
    expect(
      ['MIT', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0', '0BSD', 'BlueOak-1.0.0', 'CC0-1.0'],
      name,
    ).toContain(license)
    expect(section, name).not.toMatch(/GNU (?:AFFERO |LESSER )?GENERAL PUBLIC LICENSE/i)
    if (license !== 'CC0-1.0') expect(section.length, name).toBeGreaterThan(500)
  }
})

it('is packaged', () => {
  expect(fs.readFileSync('.vscodeignore', 'utf8').split('\n')).toEqual(
    expect.arrayContaining(['!dist/third-party-licenses.txt', '!LICENSE']),
  )
})

it('is about all that package.json says is needed to run', () => {
  const { dependencies } = JSON.parse(fs.readFileSync('package.json', 'utf8'))
  for (const name of Object.keys(dependencies)) expect(notice).toContain(`\n${name} `)
})
