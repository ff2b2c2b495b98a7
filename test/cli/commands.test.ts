/** The small commands: `rules`, `explain` and `ast`. */
import { expect, it } from 'vitest'
import { rules } from '../../server/src/rules/index.ts'
import { coach, folderWith } from './program.ts'

const folder = folderWith({
  Dockerfile: 'FROM alpine:3.22 AS a\nRUN --network=none <<EOF\nls\nEOF\n',
  'b/Dockerfile': '',
})

it('lists the rules, as text and as JSON', () => {
  const text = coach(folder, ['rules'])
  expect(text.status).toBe(0)
  expect(text.stdout.trim().split('\n')).toHaveLength(rules.length)
  const json = JSON.parse(coach(folder, ['rules', '--format', 'json']).stdout)
  expect(json.map(({ id }: { id: string }) => id)).toEqual(rules.map(({ id }) => id))
  expect(json.find(({ id }: { id: string }) => id === 'consecutive-runs')).toMatchObject({
    aliases: ['DL3059'],
    severity: 'info',
    fix: 'safe',
    family: 'layers',
    lesson: expect.any(String),
  })
})

it('explains a rule by any of its names', () => {
  for (const name of ['consecutive-runs', 'DL3059', 'dl3059']) {
    const { status, stdout } = coach(folder, ['explain', name])
    expect(status).toBe(0)
    expect(stdout).toMatch(
      /^consecutive-runs: .*\n\n[\s\S]*Before:\n {4}FROM [\s\S]*After:\n {4}FROM [\s\S]*severity: info\n/,
    )
  }
  expect(coach(folder, ['explain', 'unused-suppression']).stdout).toMatch(/^unused-suppression: .*\n/)
})

it('says which rule was meant, and that one is needed', () => {
  const wrong = coach(folder, ['explain', 'consecutive-run'])
  expect(wrong).toMatchObject({ status: 2, stdout: '' })
  expect(wrong.stderr).toContain('did you mean `consecutive-runs`?')
  expect(coach(folder, ['explain'])).toMatchObject({ status: 2, stdout: '' })
})

it('prints the tree of files and of stdin', () => {
  const { status, stdout } = coach(folder, ['ast', 'Dockerfile'])
  expect(status).toBe(0)
  const tree = JSON.parse(stdout)
  expect(tree).toMatchObject({
    file: 'Dockerfile',
    nodes: [
      { cmd: 'FROM', line: 1, endLine: 1, args: ['alpine:3.22', 'AS', 'a'] },
      { cmd: 'RUN', line: 2, endLine: 4, flags: ['--network=none'] },
    ],
  })
  const piped = coach(folder, ['ast', '-'], { input: 'FROM alpine:3.22 AS a\nRUN --network=none <<EOF\nls\nEOF\n' })
  expect(JSON.parse(piped.stdout)).toEqual(tree)
})

it('says what is wrong with a file, and goes on with the others', () => {
  const { status, stdout, stderr } = coach(folder, ['ast', 'gone', '.'])
  expect(status).toBe(2)
  expect(stderr).toContain('gone does not exist')
  expect(stdout.trim().split('\n')).toHaveLength(2)
  expect(coach(folder, ['ast', 'b/Dockerfile'])).toMatchObject({ status: 1 })
})
