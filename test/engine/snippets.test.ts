/**
 * The snippets and the examples of the teaching texts before a real Docker Engine: its build checks find nothing, and
 * `.dockerignore` keeps out what it should.
 */
import { readdirSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { docsExamples } from '../ide/docs-examples.ts'
import { snippetsOf, wholeDockerfile } from '../snippets/contexts.ts'
import { expandSnippet } from '../snippets/expand.ts'
import { check, runDocker } from './check.ts'
import { contextWith } from './engine.ts'

/** The frontend that is built into the engine: younger syntax is beyond it. */
const builtInFrontend = 19

describe.concurrent('the build checks of a real engine', () => {
  it.each(snippetsOf('dockerfile').map((snippet) => [snippet.prefixes[0], snippet] as const))(
    'find nothing in %s',
    async (prefix, snippet) => {
      expect(await check(`snippet-${prefix}`, wholeDockerfile(snippet))).toContain('no warnings found')
    },
  )

  const examples = docsExamples().filter(({ since }) => Number(since.split('.')[1]) <= builtInFrontend)
  it.each(examples.map((example, index) => [example.name, example.dockerfile, index] as const))(
    'accept the example of %s',
    async (_, dockerfile, index) => {
      expect(await check(`example-${index}`, dockerfile)).toContain('no warnings found')
    },
  )

  it('do find what is wrong', async () => {
    expect(await check('wrong', 'FROM alpine:3.24\nCMD echo hello\n')).toContain('JSONArgsRecommended')
  })
})

describe.concurrent('a real build context', () => {
  const secrets = [
    '.env',
    '.env.local',
    'config/.env',
    'server.pem',
    'deploy/id_rsa',
    '.npmrc',
    '.git/HEAD',
    'Dockerfile',
  ]
  const projects: Record<string, { sent: string[]; ignored: string[] }> = {
    dockerignore: { sent: ['main.txt', '.env.example'], ignored: ['debug.log', 'coverage/index.html'] },
    'dockerignore-node': {
      sent: ['package.json', 'package-lock.json', 'src/index.ts', 'packages/a/package.json'],
      ignored: ['node_modules/a/index.js', 'packages/a/node_modules/b/index.js', 'dist/index.js', 'npm-debug.log'],
    },
    'dockerignore-python': {
      sent: ['pyproject.toml', 'uv.lock', 'README.md', 'app/main.py'],
      ignored: ['.venv/bin/python', 'app/__pycache__/main.pyc', 'app/data.sqlite3', 'dist/app.whl'],
    },
    'dockerignore-go': { sent: ['go.mod', 'go.sum', 'cmd/app/main.go'], ignored: ['bin/app', 'pkg/a.test'] },
    'dockerignore-rust': { sent: ['Cargo.toml', 'Cargo.lock', 'src/main.rs'], ignored: ['target/release/app'] },
    'dockerignore-java': {
      sent: ['pom.xml', '.mvn/wrapper/maven-wrapper.properties', 'gradlew', 'src/main/java/App.java'],
      ignored: ['target/app.jar', 'module/build/libs/app.jar', '.gradle/x', 'App.class'],
    },
    'dockerignore-dotnet': {
      sent: ['MyApp.csproj', 'Program.cs', 'appsettings.json'],
      ignored: ['bin/Debug/a.dll', 'src/obj/project.assets.json', 'appsettings.Development.json'],
    },
    'dockerignore-php': {
      sent: ['composer.json', 'composer.lock', 'public/index.php'],
      ignored: ['vendor/autoload.php', 'storage/logs/laravel.log', 'var/cache/x'],
    },
    'dockerignore-ruby': {
      sent: ['Gemfile', 'Gemfile.lock', 'config.ru'],
      ignored: ['vendor/bundle/a', 'log/production.log', 'config/master.key'],
    },
    'dockerignore-cpp': {
      sent: ['CMakeLists.txt', 'src/main.cpp', 'include/a.hpp'],
      ignored: ['build/CMakeCache.txt', 'src/main.o', 'cmake-build-debug/a'],
    },
  }

  it.each(snippetsOf('dockerignore').map((snippet) => [snippet.prefixes[0], snippet] as const))(
    'keeps secrets and built files out with %s',
    async (prefix, snippet) => {
      const { sent, ignored } = projects[prefix]
      const contents = [...sent, ...ignored, ...secrets].map((file): [string, string] => [file, 'content\n'])
      const folder = contextWith({
        ...Object.fromEntries(contents),
        '.dockerignore': expandSnippet(snippet.body),
        Dockerfile: 'FROM scratch\nCOPY . /\n',
      })
      const output = contextWith({})
      await runDocker(['buildx', 'build', '--output', `type=local,dest=${output}`, folder])
      expect(files(output).sort()).toEqual([...sent].sort())
    },
  )
})

function files(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
}
