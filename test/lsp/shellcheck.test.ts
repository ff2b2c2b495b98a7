/** ShellCheck in the editor: its findings come after ours, with fixes, and only where programs may be run. */
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { CodeAction, Diagnostic } from 'vscode-languageserver/node'
import { TextDocument } from 'vscode-languageserver-textdocument'
import { type Client, kill, startClient } from './client.ts'

const uri = 'file:///nowhere/Dockerfile'
const text = 'FROM debian:13\nMAINTAINER x\nRUN for f in *; do cp $f /tmp/a; done\n'
const place = { start: { line: 2, character: 22 }, end: { line: 2, character: 24 } }
let folder: string
let client: Client | undefined

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'dockerfile-coach-shellcheck-'))
})

afterEach(() => {
  kill(client)
  client = undefined
  fs.rmSync(folder, { recursive: true, force: true })
})

/** A program that answers like ShellCheck: it finds what is to be quoted in the second line. */
function program(body: string): string {
  const file = path.join(folder, 'shellcheck')
  fs.writeFileSync(file, `#!/bin/sh\n[ "$1" = --version ] && { echo 'version: 0.10.0'; exit; }\n${body}\n`, {
    mode: 0o755,
  })
  return file
}

function finding(): string {
  const at = (column: number, insertionPoint: string) =>
    `{"line":2,"endLine":2,"column":${column},"endColumn":${column},"precedence":1,"insertionPoint":"${insertionPoint}","replacement":"\\""}`
  const fix = `{"replacements":[${at(19, 'beforeStart')},${at(21, 'afterEnd')}]}`
  return `cat > /dev/null; echo '{"comments":[{"line":2,"endLine":2,"column":19,"endColumn":21,"level":"info","code":2086,"message":"Quote it.","fix":${fix}}]}'; exit 1`
}

const codes = (diagnostics: readonly Diagnostic[]): unknown[] => diagnostics.map(({ code }) => code)
const isShellCheck = ({ code }: Diagnostic): boolean => String(code).startsWith('shellcheck/')

async function open(shellcheck: object, options: object = {}): Promise<Client> {
  const started = await startClient({
    initializationOptions: { shellcheck: { enable: true, ...shellcheck }, ...options },
  })
  client = started
  started.open(uri, text)
  return started
}

describe('findings', () => {
  it('have their place, their page and their fix', async () => {
    const started = await open({ path: program(finding()) })
    const { diagnostics } = await started.publication((params) => params.diagnostics.some(isShellCheck))
    const found = diagnostics.find(isShellCheck)!
    expect(found).toMatchObject({
      code: 'shellcheck/SC2086',
      severity: 3,
      range: place,
      codeDescription: { href: 'https://www.shellcheck.net/wiki/SC2086' },
    })
    expect(codes(diagnostics)).toContain('maintainer-deprecated')
    const params = { textDocument: { uri }, range: place, context: { diagnostics: [found], only: ['quickfix'] } }
    const actions: CodeAction[] = (await started.connection.sendRequest('textDocument/codeAction', params)) ?? []
    const fix = actions.find(({ title }) => title.includes('ShellCheck proposes'))
    const document = TextDocument.create(uri, 'dockerfile', 1, text)
    expect(TextDocument.applyEdits(document, fix?.edit?.changes?.[uri] ?? [])).toContain('cp "$f" /tmp')
    expect(actions.map(({ title }) => title)).toContain('Ignore shellcheck/SC2086 on this line')
  })

  it('come after ours when ShellCheck is slow', async () => {
    const started = await open({ path: program(`sleep 1; ${finding()}`) })
    const first = await started.publication((params) => params.uri === uri)
    expect(codes(first.diagnostics)).toContain('maintainer-deprecated')
    expect(first.diagnostics.some(isShellCheck)).toBe(false)
    const second = await started.publication((params) => params.diagnostics.some(isShellCheck))
    expect(second.version).toBe(1)
  })

  it('of a text that has changed meanwhile are not shown', async () => {
    const started = await open({ path: program(`sleep 1; ${finding()}`) })
    await started.publication((params) => params.uri === uri)
    started.change(uri, 2, [{ text: 'FROM debian:13\n' }])
    await started.publication((params) => params.version === 2)
    await sleep(1_500)
    expect(started.published.at(-1)?.version).toBe(2)
    expect(started.published.some((params) => params.diagnostics.some(isShellCheck))).toBe(false)
  })
})

describe('where programs are not to be run', () => {
  const marker = (): string => path.join(folder, 'was-run')
  const witness = (): string => program(`touch ${marker()}; ${finding()}`)

  it('a workspace that nobody trusts: none is, until it is trusted', async () => {
    const started = await open({ path: witness() }, { trusted: false })
    await started.publication((params) => params.uri === uri)
    await sleep(400)
    expect(fs.existsSync(marker())).toBe(false)
    await started.connection.sendNotification('dockerfileCoach/trusted')
    await started.publication((params) => params.diagnostics.some(isShellCheck))
  })

  it('the setting that is off', async () => {
    const started = await open({ path: witness(), enable: false })
    await started.publication((params) => params.uri === uri)
    await sleep(400)
    expect(fs.existsSync(marker())).toBe(false)
  })
})

it('says once when the program of the setting does not run', async () => {
  const messages: string[] = []
  const started = await open({ path: path.join(folder, 'missing') })
  started.connection.onNotification(
    'window/logMessage',
    ({ message }: { message: string }) => void messages.push(message),
  )
  await started.publication((params) => params.uri === uri)
  started.change(uri, 2, [{ text: `${text}\n` }])
  await started.publication((params) => params.version === 2)
  await sleep(300)
  expect(messages.filter((message) => message.includes('does not run'))).toHaveLength(1)
})
