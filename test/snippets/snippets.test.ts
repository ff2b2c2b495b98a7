/** The contributed snippets: well formed, memorable, and by their text what the course asks for. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse as parseYaml } from 'yaml'
import { parseDockerfile } from '../../server/src/syntax/parse.ts'
import { shared } from '../shared.ts'
import { type Snippet, snippetsOf, wholeDockerfile } from './contexts.ts'
import { expandSnippet, tabStops } from './expand.ts'

const dockerfiles = snippetsOf('dockerfile')
const templates = dockerfiles.filter((snippet) => snippet.isFileTemplate)
const today = '2026-11-20'

describe('expanding', () => {
  it.each([
    ['plain text', 'plain text'],
    [`\${1:a} $1 \${1}`, 'a a a'],
    [`$1 then \${1:later}`, 'later then later'],
    [`\${1|first,second|}-\${1}`, 'first-first'],
    [`\${1|with\\, comma,second|}`, 'with, comma'],
    [`\\$HOME and \\\\ and \${1:a\\}b}`, '$HOME and \\ and a}b'],
    [`\${1:outer \${2:inner}} $2`, 'outer inner inner'],
    ['end$0', 'end'],
    ['a\\', 'a\\'],
  ])('%s', (body, text) => {
    expect(expandSnippet(body)).toBe(text)
  })

  it('joins the lines of a body', () => {
    expect(expandSnippet(['FROM a', 'RUN b'])).toBe('FROM a\nRUN b')
  })

  it.each(['$HOME', `\${TM_FILENAME}`, `\${1:open`, `\${1|open}`])('refuses %s', (body) => {
    expect(() => expandSnippet(body)).toThrow()
  })

  it('sees the tab stops', () => {
    expect(tabStops(['$1 \\$2', `\${3:x} \${10|a,b|}`])).toEqual([1, 3, 10])
  })
})

describe.each(['dockerfile', 'dockerignore', 'compose'] as const)('%s.json', (file) => {
  const snippets = snippetsOf(file)

  it('has short prefixes, none of them twice', () => {
    const prefixes = snippets.flatMap((snippet) => snippet.prefixes)
    expect(prefixes.filter((prefix, index) => prefixes.indexOf(prefix) !== index)).toEqual([])
    for (const prefix of prefixes) expect(prefix).toMatch(/^[a-z][a-z0-9-]{1,26}$/)
  })

  it('describes each in a line of its own', () => {
    const descriptions = snippets.map((snippet) => snippet.description)
    expect(new Set(descriptions).size).toBe(descriptions.length)
    for (const description of descriptions) expect(description.length).toBeLessThanOrEqual(130)
  })

  it('counts its tab stops from 1 without a gap', () => {
    for (const { name, body } of snippets) {
      const numbers = [...new Set(tabStops(body))].sort((a, b) => a - b)
      expect(numbers, name).toEqual(numbers.map((_, index) => index + 1))
    }
  })

  it('gives every tab stop a default', () => {
    for (const { name, body } of snippets) {
      for (const number of tabStops(body)) {
        expect(body.join('\n'), `${name}: ${number}`).toMatch(new RegExp(`\\$\\{${number}[:|][^}|]`))
      }
    }
  })

  it('has no tab, no trailing space and no empty end', () => {
    for (const { name, body } of snippets) {
      expect(body.join('\n'), name).not.toMatch(/\t|[ ]$/m)
      expect(body.at(-1), name).not.toBe('')
    }
  })
})

describe('the Dockerfile snippets', () => {
  it('cover the ecosystems, managers and distributions', () => {
    const prefixes = dockerfiles.flatMap((snippet) => snippet.prefixes)
    const stages = 'node typescript python python-uv python-poetry go rust maven gradle dotnet php ruby c cpp'
    const caches = 'apt apk dnf pip uv poetry npm yarn pnpm go cargo maven gradle nuget composer bundler'
    const expected = [
      ...stages.split(' ').map((name) => `${name}-multistage`),
      ...['react', 'vue', 'vite', 'angular'].map((name) => `${name}-nginx`),
      ...caches.split(' ').map((name) => `cache-${name}`),
      ...['debian', 'alpine', 'ubi', 'distroless', 'scratch'].map((name) => `user-${name}`),
      ...['curl', 'wget', 'node', 'python'].map((name) => `healthcheck-${name}`),
      ...['secret-mount', 'ssh-mount', 'labels-oci', 'multiplatform-go', 'multiplatform-xx'],
      ...['apt-install', 'apk-install', 'run-heredoc'],
    ]
    expect(prefixes).toEqual(expect.arrayContaining(expected))
  })

  it.each(dockerfiles.map((snippet) => [snippet.prefixes[0], snippet] as const))('%s parses', (_, snippet) => {
    expect(parseDockerfile(wholeDockerfile(snippet)).errors).toEqual([])
  })

  it('pin every image to a version line', () => {
    for (const { name, image } of images(dockerfiles)) {
      expect(image, name).toMatch(/^[a-z0-9./-]+:[\w.-]+$/)
      expect(image, name).not.toMatch(/:latest$/)
    }
  })
})

describe.each(templates.map((snippet) => [snippet.prefixes[0], snippet] as const))('the template %s', (_, snippet) => {
  const text = wholeDockerfile(snippet)
  const file = parseDockerfile(text)
  const instructions = file.instructions.map((instruction) => ({
    keyword: instruction.keyword.toUpperCase(),
    text: text.slice(instruction.start, instruction.end),
  }))
  const last = instructions.slice(instructions.findLastIndex(({ keyword }) => keyword === 'FROM'))

  it('starts with the syntax directive and has several stages', () => {
    expect(text.startsWith('# syntax=docker/dockerfile:1\n')).toBe(true)
    expect(instructions.filter(({ keyword }) => keyword === 'FROM').length).toBeGreaterThan(1)
  })

  it('ends as a user without root rights, after everything that needs them', () => {
    const user = last.findIndex(({ keyword }) => keyword === 'USER')
    expect(last[user].text).toMatch(/^USER (?!root$|0$|0:)\S+$/)
    expect(last.slice(user).filter(({ keyword }) => ['RUN', 'COPY', 'USER'].includes(keyword))).toHaveLength(1)
  })

  it('starts its program without a shell', () => {
    const commands = last.filter(({ keyword }) => keyword === 'CMD' || keyword === 'ENTRYPOINT')
    expect(commands).toHaveLength(1)
    for (const command of commands) expect(command.text).toMatch(/^\w+ \["/)
  })

  it('has a health check where it exposes a port', () => {
    const keywords = last.map(({ keyword }) => keyword)
    expect(keywords.includes('HEALTHCHECK')).toBe(keywords.includes('EXPOSE'))
  })

  it('keeps no package lists and installs what the lock file says', () => {
    for (const { text: run } of instructions.filter(({ keyword }) => keyword === 'RUN')) {
      if (run.includes('apt-get')) expect(run).toContain('target=/var/lib/apt,sharing=locked')
      expect(run).not.toMatch(/npm (install|i)\b|--production/)
      if (/\b(npm ci|pip install|uv sync|bundle install|go build|cargo build)\b/.test(run)) {
        expect(run).toContain('--mount=type=cache')
      }
    }
  })
})

describe('the .dockerignore snippets', () => {
  const ignores = snippetsOf('dockerignore')

  it('cover the ecosystems of the templates', () => {
    const prefixes = ignores.flatMap((snippet) => snippet.prefixes)
    const names = ['node', 'python', 'go', 'rust', 'java', 'dotnet', 'php', 'ruby', 'cpp']
    expect(prefixes).toEqual(expect.arrayContaining(names.map((name) => `dockerignore-${name}`)))
  })

  it.each(ignores.map((snippet) => [snippet.prefixes[0], snippet] as const))('%s names nothing twice', (_, snippet) => {
    const patterns = expandSnippet(snippet.body)
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'))
    expect(new Set(patterns).size).toBe(patterns.length)
    for (const pattern of patterns) {
      expect(pattern).toMatch(/^!?[^\s/][^\s]*[^\s/]$/)
      expect(pattern.startsWith('**/') ? patterns : []).not.toContain(pattern.slice(3))
    }
    expect(patterns).toEqual(expect.arrayContaining(['.git', '**/.env', '**/*.pem']))
  })
})

describe('the compose snippets', () => {
  it.each(snippetsOf('compose').map((snippet) => [snippet.prefixes[0], snippet] as const))(
    '%s is YAML',
    (_, snippet) => {
      const compose = parseYaml(expandSnippet(snippet.body)) as { version?: string; services: Record<string, object> }
      expect(compose.version).toBeUndefined()
      expect(compose.services.sut).toMatchObject({ build: { context: '.', target: 'build' }, command: ['npm', 'test'] })
    },
  )
})

const folder = shared()
if (folder) {
  describe('the base images', () => {
    const facts = JSON.parse(readFileSync(path.join(folder, 'data/eol.json'), 'utf8')) as {
      products: { product: string; cycles: { cycle: string; eol: string | boolean }[] }[]
      repositories: { repository: string; product: string }[]
    }

    it('are mostly ones that have an end of life', () => {
      const known = new Set(facts.repositories.map((entry) => entry.repository))
      const judged = choices().filter((image) => known.has(image.split(':')[0]))
      expect(judged.length).toBeGreaterThan(choices().length / 2)
    })

    it.each(choices())('%s is supported', (image) => {
      const [repository, tag] = image.split(':')
      for (const { product } of facts.repositories.filter((entry) => entry.repository === repository)) {
        const cycles = facts.products.find((entry) => entry.product === product)?.cycles ?? []
        const cycle = cycles
          .filter(
            (entry) => tag === entry.cycle || tag.startsWith(`${entry.cycle}.`) || tag.startsWith(`${entry.cycle}-`),
          )
          .sort((a, b) => b.cycle.length - a.cycle.length)[0]
        expect(cycle?.eol ?? false, `${product} ${cycle?.cycle}`).not.toBe(true)
        if (typeof cycle?.eol === 'string') expect(cycle.eol > today, `${product} ${cycle.cycle} ended`).toBe(true)
      }
    })
  })
}

/** Every image that a snippet names, stages left out. */
function images(snippets: readonly Snippet[]): { name: string; image: string }[] {
  return snippets.flatMap((snippet) =>
    namedImages(wholeDockerfile(snippet)).map((image) => ({ name: snippet.name, image })),
  )
}

function namedImages(text: string): string[] {
  const stages = new Set([...text.matchAll(/^FROM .* AS (\S+)$/gm)].map((match) => match[1]))
  const named = [...text.matchAll(/^FROM (?:--\S+ )*(\S+)|^COPY --from=(\S+)/gm)].map((match) => match[1] ?? match[2])
  return named.filter((name) => name !== 'scratch' && !stages.has(name))
}

/** The images of the Dockerfile snippets under each value of their choices. */
function choices(): string[] {
  const all = dockerfiles.flatMap((snippet) => {
    const body = snippet.body.join('\n')
    const versions = body.match(/\$\{1\|([^|]*)\|\}/)?.[1].split(',') ?? []
    const variants = versions.map((version) => body.replace(/\$\{1\|[^|]*\|\}/, `\${1:${version}}`).split('\n'))
    return [snippet.body, ...variants].flatMap((variant) => namedImages(wholeDockerfile({ ...snippet, body: variant })))
  })
  return [...new Set(all)].sort()
}
