/** Ignore files over stdio: diagnostics that follow the text, fixes, hover, completion, and what a save does to Dockerfiles. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import type { CodeAction, CompletionItem, Hover } from 'vscode-languageserver/node'
import { TextDocument } from 'vscode-languageserver-textdocument'
import { type Client, kill, startClient } from './client.ts'

const folder = mkdtempSync(path.join(os.tmpdir(), 'dockerfile-coach-ignore-'))
const uri = pathToFileURL(path.join(folder, '.dockerignore')).href
const dockerfile = pathToFileURL(path.join(folder, 'Dockerfile')).href
const text = '*.log\ndebug.log\nsrcc\n!keep\n'
let client: Client | undefined

beforeAll(() => {
  const files = { 'package.json': '{}', 'src/a.ts': '', 'a.log': '', 'debug.log': '', '.env': 'TOKEN=x', keep: '' }
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true })
    writeFileSync(path.join(folder, name), content)
  }
  writeFileSync(path.join(folder, '.dockerignore'), text)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))
afterEach(() => {
  kill(client)
  client = undefined
})

async function open(content = text, languageId = 'dockerignore', options = {}): Promise<Client> {
  client = await startClient(options)
  await client.connection.sendNotification('textDocument/didOpen', {
    textDocument: { uri, languageId, version: 1, text: content },
  })
  return client
}

async function openIn(started: Client, uri: string, text: string): Promise<void> {
  const textDocument = { uri, languageId: 'dockerignore', version: 1, text }
  await started.connection.sendNotification('textDocument/didOpen', { textDocument })
}

it('publishes what is wrong, with its version', async () => {
  const { publication } = await open()
  const { version, diagnostics } = await publication((params) => params.uri === uri)
  expect(version).toBe(1)
  expect(diagnostics.map(({ code, range, severity }) => [code, range.start.line, severity])).toEqual([
    ['dockerignore-incomplete', 0, 3],
    ['ignore-pattern-shadowed', 1, 4],
    ['ignore-pattern-unmatched', 2, 4],
    ['ignore-exception-without-effect', 3, 4],
  ])
  expect(diagnostics[1].tags).toEqual([1])
  expect(diagnostics[1].codeDescription?.href).toMatch(/docs\/dockerignore\.md#ignore-pattern-shadowed$/)
  expect(diagnostics[1].relatedInformation?.[0].location).toMatchObject({ uri, range: { start: { line: 0 } } })
})

it('goes by the name where the client knows no such language, and never judges it as a Dockerfile', async () => {
  const { publication, published } = await open('[a\n', 'plaintext')
  const { diagnostics } = await publication((params) => params.uri === uri)
  expect(diagnostics.map(({ code }) => code)).toEqual(['ignore-pattern-invalid', 'dockerignore-incomplete'])
  await sleep(150)
  expect(published).toHaveLength(1)
})

it('follows the text: once for a burst of changes, nothing after the end', async () => {
  const { change, close, publication, published } = await open('a\n')
  await publication((params) => params.version === 1)
  for (let version = 2; version <= 200; version++) change(uri, version, [{ text: `${'x'.repeat(version)}\n` }])
  await publication((params) => params.version === 200)
  expect(published.length).toBeLessThan(10)
  change(uri, 201, [{ text: 'b\n' }])
  close(uri)
  await publication((params) => params.version === undefined)
  await sleep(150)
  expect(published.at(-1)).toEqual({ uri, diagnostics: [] })
})

it('ends a burst of edits with what a fresh server says of the final text', async () => {
  const started = await open()
  const fresh = await startClient()
  const line = fc.constantFrom('*.log\n', '!debug.log\n', '**/*.ts\n', 'src\n', '[\n', '# note\r\n', '😀\n')
  const edit = fc.record({ from: fc.nat(60), length: fc.nat(20), text: fc.oneof(line, fc.string({ maxLength: 4 })) })
  let run = 0
  await fc.assert(
    fc.asyncProperty(fc.array(edit, { minLength: 60, maxLength: 60, size: 'max' }), async (edits) => {
      const uri = pathToFileURL(path.join(folder, `${run++}.dockerignore`)).href
      let copy = TextDocument.create(uri, 'dockerignore', 1, text)
      await openIn(started, uri, text)
      for (const { from, length, text: replacement } of edits) {
        const range = { start: copy.positionAt(from), end: copy.positionAt(from + length) }
        copy = TextDocument.update(copy, [{ range, text: replacement }], copy.version + 1)
        started.change(uri, copy.version, [{ range, text: replacement }])
        if (copy.version % 10 !== 0) continue
        const params = { textDocument: { uri }, position: range.start, range, context: { diagnostics: [] } }
        for (const method of ['hover', 'completion', 'codeAction']) {
          await started.connection.sendRequest(`textDocument/${method}`, params)
        }
      }
      const last = await started.publication((params) => params.uri === uri && params.version === copy.version)
      await openIn(fresh, uri, copy.getText())
      const expected = await fresh.publication((params) => params.uri === uri)
      expect(last.diagnostics).toEqual(expected.diagnostics)
      started.close(uri)
    }),
    { numRuns: 10 },
  )
  kill(fresh)
})

it('obeys the settings', async () => {
  const configuration = () => ({
    run: 'onSave',
    rules: { 'ignore-pattern-shadowed': 'error', 'dockerignore-incomplete': 'off' },
  })
  const { change, publication, published, save } = await open(text, 'dockerignore', { configuration })
  const { diagnostics } = await publication((params) => params.version === 1)
  expect(diagnostics[0]).toMatchObject({ code: 'ignore-pattern-shadowed', severity: 1 })
  change(uri, 2, [{ text: '[\n' }])
  await sleep(150)
  expect(published.filter((params) => params.version === 2)).toEqual([])
  save(uri)
  await publication((params) => params.version === 2)
})

it('obeys the configuration of the folder, for the rule that Dockerfiles share', async () => {
  const configuration = path.join(folder, 'dockerfile-coach.yaml')
  writeFileSync(configuration, 'rules:\n  dockerignore-incomplete: error\n')
  try {
    const { publication } = await open()
    const { diagnostics } = await publication((params) => params.uri === uri)
    expect(diagnostics[0]).toMatchObject({ code: 'dockerignore-incomplete', severity: 1 })
  } finally {
    rmSync(configuration)
  }
})

it('offers fixes', async () => {
  const { connection, publication } = await open()
  const { diagnostics } = await publication((params) => params.uri === uri)
  const range = { start: { line: 2, character: 1 }, end: { line: 2, character: 1 } }
  const params = { textDocument: { uri }, range, context: { diagnostics } }
  const actions: CodeAction[] = await connection.sendRequest('textDocument/codeAction', params)
  expect(actions.map(({ title, isPreferred }) => [title, isPreferred])).toEqual([
    ['Write `src`', true],
    ['Remove `srcc`', false],
  ])
  expect(actions[0].diagnostics?.map(({ code }) => code)).toEqual(['ignore-pattern-unmatched'])
  const document = TextDocument.create(uri, 'dockerignore', 1, text)
  const fixed = actions.map(({ edit }) => TextDocument.applyEdits(document, edit?.changes?.[uri] ?? []))
  expect(fixed).toEqual(['*.log\ndebug.log\nsrc\n!keep\n', '*.log\ndebug.log\n!keep\n'])
  const fixAll = { ...params, context: { diagnostics, only: ['source.fixAll'] } }
  expect(await connection.sendRequest('textDocument/codeAction', fixAll)).toBeNull()
})

it('hovers and completes, and gives no other answers', async () => {
  const { connection } = await open()
  const at = (line: number, character: number) => ({ textDocument: { uri }, position: { line, character } })
  const hover: Hover = await connection.sendRequest('textDocument/hover', at(0, 2))
  expect(hover.contents).toMatchObject({ value: expect.stringContaining('It fits **2 files**: `a.log`, `debug.log`.') })
  const items: CompletionItem[] = await connection.sendRequest('textDocument/completion', at(4, 0))
  expect(items.map(({ label }) => label)).toEqual(expect.arrayContaining(['src/', '**/.env', '**/node_modules']))
  const takenBack: CompletionItem[] = await connection.sendRequest('textDocument/completion', at(3, 1))
  expect(takenBack.map(({ label }) => label)).toEqual(['a.log', 'debug.log', '**/.env.example'])
  expect(await connection.sendRequest('textDocument/foldingRange', { textDocument: { uri } })).toBeNull()
})

it('brings the Dockerfiles beside it up to date when it is saved', async () => {
  writeFileSync(path.join(folder, '.dockerignore'), text)
  const started = await open()
  started.open(dockerfile, 'FROM alpine:3.22\nCOPY . /app\nCMD ["true"]\n')
  const has = (code: string) => (params: { uri: string; diagnostics: { code?: unknown }[] }) =>
    params.uri === dockerfile && params.diagnostics.some((diagnostic) => diagnostic.code === code)
  await started.publication(has('dockerignore-incomplete'))
  writeFileSync(path.join(folder, '.dockerignore'), `${text}.env\n`)
  const before = started.published.length
  started.change(uri, 2, [{ text: `${text}.env\n` }])
  started.save(uri)
  const after = await started.publication((params) => params.uri === dockerfile, before)
  expect(after.diagnostics.map(({ code }) => code)).not.toContain('dockerignore-incomplete')
})
