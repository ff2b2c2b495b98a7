/** A new Dockerfile over stdio: choices for a folder, and refusals. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, afterEach, expect, it } from 'vitest'
import { type NewDockerfileAnswer, newDockerfileRequest } from '../../client/src/protocol.ts'
import { type Client, kill, startClient } from './client.ts'

const root = mkdtempSync(path.join(os.tmpdir(), 'dockerfile-coach-new-'))
let client: Client | undefined
afterAll(() => rmSync(root, { recursive: true, force: true }))
afterEach(() => {
  kill(client)
  client = undefined
})

/** Asks for the folder with these files; its name needs escapes in a URI. */
async function ask(files: Readonly<Record<string, string>>): Promise<{ answer: NewDockerfileAnswer; folder: string }> {
  const folder = mkdtempSync(path.join(root, 'my project #'))
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text)
  client = await startClient()
  const uri = pathToFileURL(folder).href
  return { answer: await client.connection.sendRequest(newDockerfileRequest, { folder: uri }), folder: uri }
}

it('gives the files of each way to see the project', async () => {
  const { answer, folder } = await ask({ 'go.mod': 'module a\n', 'main.go': 'package main\n', Gemfile: 'gem "rake"\n' })
  expect(answer.refusal).toBeUndefined()
  expect(answer.choices.map(({ title }) => title)).toEqual(['Go', 'Ruby'])
  expect(answer.choices[0].files.map(({ uri }) => uri)).toEqual([`${folder}/Dockerfile`, `${folder}/.dockerignore`])
  expect(answer.choices[0].files[0].text).toMatch(/^# syntax=docker\/dockerfile:1\n\nFROM .*golang/)
})

it('refuses to take the place of a Dockerfile, and names it', async () => {
  const { answer, folder } = await ask({ 'go.mod': 'module a\n', Dockerfile: 'FROM scratch\n' })
  expect(answer).toEqual({
    refusal: 'There is a Dockerfile in this folder, and it stays as it is.',
    existing: `${folder}/Dockerfile`,
    choices: [],
  })
})

it('leaves an ignore file as it is', async () => {
  const { answer, folder } = await ask({ 'go.mod': 'module a\n', 'main.go': 'package main\n', '.dockerignore': 'x\n' })
  expect(answer.choices[0].files.map(({ uri }) => uri)).toEqual([`${folder}/Dockerfile`])
})

it('says so where no project is, or no disk', async () => {
  expect((await ask({ 'notes.txt': '' })).answer.refusal).toMatch(/^No project was recognised/)
  const params = { folder: 'vscode-vfs://github/a/b' }
  const answer = await client!.connection.sendRequest<NewDockerfileAnswer>(newDockerfileRequest, params)
  expect(answer.refusal).toMatch(/not on disk/)
})
