/** What the server says of itself: its version, the configuration that holds, ShellCheck, and the rules. */
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import {
  type RuleSummary,
  rulesRequest,
  type ServerStatus,
  statusChangedNotification,
  statusRequest,
} from '../../client/src/protocol.ts'
import { version } from '../../package.json'
import { rules } from '../../server/src/rules/index.ts'
import { type Client, kill, startClient } from './client.ts'

const folder = mkdtempSync(path.join(os.tmpdir(), 'dockerfile-coach-status-'))
const program = path.join(folder, 'my shellcheck')
let client: Client | undefined

beforeAll(() => {
  mkdirSync(path.join(folder, 'api'))
  writeFileSync(path.join(folder, 'dockerfile-coach.yaml'), 'rules:\n  no-such-rule: off\nshellcheck: false\n')
  writeFileSync(path.join(folder, 'api/.hadolint.yaml'), 'ignored: [DL3008]\n')
  writeFileSync(program, '#!/bin/sh\necho "version: 0.9.9"\n')
  chmodSync(program, 0o755)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))
afterEach(() => {
  kill(client)
  client = undefined
})

function uriOf(name: string): string {
  return pathToFileURL(path.join(folder, name)).href
}

async function ask(
  name: string | undefined,
  settings: object,
  initializationOptions?: Readonly<Record<string, unknown>>,
): Promise<ServerStatus> {
  client = await startClient({ configuration: () => settings, initializationOptions })
  return client.connection.sendRequest(statusRequest, { uri: name === undefined ? undefined : uriOf(name) })
}

it('names the version, the runtime and the configuration with its mistakes', async () => {
  const status = await ask('Dockerfile', {})
  expect(status).toMatchObject({ version, rules: rules.length })
  expect(status.runtime).toMatch(/^Node\.js \d+\.\d+\.\d+ on \w+ \w+$/)
  expect(status.configuration).toEqual({ uri: uriOf('dockerfile-coach.yaml'), mistakes: 1 })
  expect(status.shellCheck).toBe('ShellCheck is off')
})

it('takes the nearest configuration, the one of the settings, or none', async () => {
  expect((await ask('api/Dockerfile', {})).configuration).toEqual({ uri: uriOf('api/.hadolint.yaml'), mistakes: 0 })
  kill(client)
  const given = { configPath: path.join(folder, 'dockerfile-coach.yaml') }
  expect((await ask('api/Dockerfile', given)).configuration?.uri).toBe(uriOf('dockerfile-coach.yaml'))
  kill(client)
  expect((await ask(undefined, {})).configuration).toBeUndefined()
})

it.each([
  ['api/Dockerfile', { shellcheck: { path: program } }, {}, 'ShellCheck 0.9.9'],
  ['api/Dockerfile', { shellcheck: { path: program, enable: false } }, {}, 'ShellCheck is off'],
  ['api/Dockerfile', { shellcheck: { path: program } }, { trusted: false }, 'no ShellCheck in Restricted Mode'],
  ['api/Dockerfile', { shellcheck: { path: path.join(folder, 'nothing') } }, {}, 'ShellCheck does not run'],
])('%s %j %j: %s', async (name, settings, options, words) => {
  const { shellCheck } = await ask(name, settings, { extension: true, ...options })
  expect(shellCheck).toBe(words)
})

it('tells the extension, and no other client, when the answer may be another one', async () => {
  for (const extension of [true, false]) {
    client = await startClient({ initializationOptions: { extension } })
    let told = 0
    client.connection.onNotification(statusChangedNotification, () => {
      told++
    })
    await client.connection.sendNotification('workspace/didChangeConfiguration', { settings: null })
    await client.connection.sendRequest(statusRequest, {})
    expect(told).toBe(extension ? 1 : 0)
    kill(client)
  }
})

it('lists the rules', async () => {
  client = await startClient()
  const list = await client.connection.sendRequest<RuleSummary[]>(rulesRequest)
  expect(list).toHaveLength(rules.length)
  expect(list.find(({ id }) => id === 'maintainer-deprecated')).toEqual({
    id: 'maintainer-deprecated',
    aliases: expect.arrayContaining(['DL4000']),
    severity: 'warning',
    summary: expect.stringMatching(/MAINTAINER/),
  })
})
