/** Servers on Node.js, in JavaScript or compiled from TypeScript, and front ends that nginx serves. */

import { type JavaScriptProject, javaScriptProject, managerNames, withInstall } from './javascript.ts'
import {
  asObject,
  choiceWithin,
  exactChoice,
  findPort,
  firstOf,
  healthPath,
  type Project,
  readJson,
  sources,
  word,
} from './project.ts'
import { listed, type Proposal } from './proposal.ts'
import { choicesOf, dockerfileTemplate, withCommand, withHealthPath, withLines, withoutServer } from './template.ts'

export function nodeProposals(project: Project): readonly Proposal[] {
  const javaScript = javaScriptProject(project)
  if (!javaScript) return []
  const site = staticSite(javaScript)
  const runs =
    serverFrameworks.some((name) => javaScript.dependencies.has(name)) || startWords(javaScript) !== undefined
  const proposals = site ? [site] : []
  if (runs || !site) proposals.push(server(javaScript))
  return proposals
}

const serverFrameworks = [
  'express',
  'fastify',
  'koa',
  '@hapi/hapi',
  'hono',
  '@hono/node-server',
  '@nestjs/core',
  'next',
  'restify',
  'polka',
  'h3',
  'apollo-server',
  '@apollo/server',
  'ws',
  'socket.io',
]

function server(javaScript: JavaScriptProject): Proposal {
  const { project, scripts, manager, lockFile, notes } = javaScript
  const texts = sources(project, /\.[cm]?[jt]sx?$/).map(({ text }) => text)
  const isServer =
    serverFrameworks.some((name) => javaScript.dependencies.has(name)) ||
    texts.some((text) => /\.listen\(|createServer\(/.test(text))
  const port = findPort(texts, [
    /\.listen\(\s{0,9}(?:\{\s{0,9}port:\s{0,9})?(\d{2,5})\b/,
    /\bPORT\b[^\n]{0,40}?(?:\|\||\?\?)\s{0,9}["'`]?(\d{2,5})\b/,
    /\bPORT["']?\s{0,3}[:=]\s{0,3}["']?(\d{2,5})\b/,
  ])
  const compiled = compilation(javaScript)
  const isNext = javaScript.dependencies.has('next')
  const version = nodeVersion(javaScript, compiled || isNext ? 'typescript-multistage' : 'node-multistage')
  let text: string
  let starts: string
  if (isNext) {
    text = nextTemplate(project, version)
    starts = 'next start'
  } else if (compiled) {
    text = dockerfileTemplate('typescript-multistage', {
      1: version,
      2: 'build',
      3: compiled.folder,
      4: port,
      5: compiled.entry,
    })
    if (compiled.words) text = withCommand(text, compiled.words)
    starts = `${compiled.folder}/${compiled.entry}`
  } else {
    const words = startWords(javaScript) ?? ['node', entryOf(javaScript)]
    text = withCommand(dockerfileTemplate('node-multistage', { 1: version, 2: port }), words)
    starts = words.at(-1) ?? ''
  }
  text = isServer || isNext ? withHealthPath(text, isNext ? '/' : healthPath(texts)) : withoutServer(text)
  const language = compiled ? 'TypeScript on Node.js' : isNext ? 'Next.js' : 'Node.js'
  return {
    id: `node ${manager}`,
    title: `${language} with ${managerNames[manager]}`,
    found: listed('package.json', lockFile, `starts ${starts}`, (isServer || isNext) && `port ${port ?? '3000'}`),
    dockerfile: withInstall(text, javaScript),
    ignore: { prefix: 'dockerignore-node' },
    notes:
      scripts.build !== undefined && !compiled && !isNext
        ? [...notes, 'The build script of package.json is not run.']
        : notes,
  }
}

/** Next.js needs its build beside the production modules, and starts by a program of its own. */
function nextTemplate(project: Project, version: string | undefined): string {
  const template = dockerfileTemplate('typescript-multistage', { 1: version, 3: '.next' })
  const publicFolder = project.files.some((path) => path.startsWith('public/')) ? ['COPY public ./public'] : []
  const text = withLines(template, {
    'COPY --from=build /app/.next ./.next': ['COPY --from=build /app/.next ./.next', ...publicFolder],
  })
  return withCommand(text, ['node', 'node_modules/next/dist/bin/next', 'start'])
}

interface Compilation {
  readonly folder: string
  readonly entry: string
  /** The start script, where it says more than the file. */
  readonly words: readonly string[] | undefined
}

/** Where the build script puts the program; undefined where none is built. */
function compilation(javaScript: JavaScriptProject): Compilation | undefined {
  const { project, scripts, manifest, allDependencies } = javaScript
  if (typeof scripts.build !== 'string' || allDependencies.has('next')) return undefined
  const words = startWords(javaScript)
  const started = words?.find((each) => /^(?:\.\/)?(?:dist|build|out|lib)\//.test(each)) ?? builtFile(manifest.main)
  const isTyped = allDependencies.has('typescript') || project.has('tsconfig.json')
  if (!isTyped && started === undefined) return undefined
  const outDir = word(/"outDir"\s{0,9}:\s{0,9}"(?:\.\/)?([^"]{1,100})"/.exec(project.read('tsconfig.json'))?.[1])
  const path = started?.replace(/^\.\//, '')
  const folder = path?.split('/')[0] ?? outDir?.replace(/\/$/, '') ?? 'dist'
  const entry =
    path?.slice(folder.length + 1) ?? (allDependencies.has('@nestjs/core') ? 'main.js' : compiledEntry(project))
  return { folder, entry, words: words && words.length > 2 ? words : undefined }
}

function builtFile(main: unknown): string | undefined {
  const path = word(main)
  return path !== undefined && /^(?:\.\/)?(?:dist|build|out|lib)\/.+\.[cm]?js$/.test(path) ? path : undefined
}

function compiledEntry(project: Project): string {
  const source = firstOf(
    project,
    ...['index', 'main', 'server', 'app'].flatMap((name) => [`src/${name}.ts`, `${name}.ts`]),
  )
  return `${source?.replace(/^src\//, '').replace(/\.ts$/, '') ?? 'index'}.js`
}

/** The words of a start script that runs a file in node, and nothing else. */
function startWords({ scripts }: JavaScriptProject): readonly string[] | undefined {
  if (typeof scripts.start !== 'string') return undefined
  const words = scripts.start.trim().split(/\s+/)
  while (words.length > 0 && /^(?:cross-env$|\w+=)/.test(words[0])) words.shift()
  if (words[0] !== 'node' || words.length < 2 || words.length > 8) return undefined
  return words.every((each) => /^[\w@.][\w@.+/:=-]*$|^--?[\w-]+(?:=[\w./-]+)?$/.test(each)) ? words : undefined
}

function entryOf({ project, manifest }: JavaScriptProject): string {
  const main = word(manifest.main)
  if (main !== undefined && project.has(main.replace(/^\.\//, ''))) return main
  const names = ['server', 'index', 'app', 'main'].flatMap((name) => [`${name}.js`, `${name}.mjs`, `src/${name}.js`])
  return firstOf(project, ...names) ?? 'server.js'
}

function nodeVersion({ project, manifest, manager }: JavaScriptProject, prefix: string): string | undefined {
  const choices = choicesOf(prefix, 1)
  const wanted = [project.read('.nvmrc').trim(), project.read('.node-version').trim()].find((text) => text !== '')
  const exact = wanted === undefined ? undefined : exactChoice(choices, wanted)
  if (exact !== undefined) return exact
  // Corepack comes with Node.js up to 24 only.
  const withCorepack = manager === 'npm' ? choices : choices.filter((choice) => Number(choice) < 25)
  const engine = asObject(manifest.engines).node
  return typeof engine === 'string' ? choiceWithin(withCorepack, engine) : undefined
}

/** A front end that is files once it is built. */
function staticSite(javaScript: JavaScriptProject): Proposal | undefined {
  const { project, manager, lockFile, scripts, allDependencies, notes } = javaScript
  const has = (name: string): boolean => allDependencies.has(name)
  const isBuilt = typeof scripts.build === 'string'
  const version = nodeVersion(javaScript, 'vite-nginx')
  let made: { kind: string; text: string; folder: string } | undefined
  if (has('@angular/core') && project.has('angular.json')) {
    const name = angularProject(project)
    const text = dockerfileTemplate('angular-nginx', { 1: version, 2: name })
    made = { kind: 'Angular', text, folder: `dist/${name ?? 'app'}/browser` }
  } else if (has('react-scripts')) {
    made = { kind: 'React', text: dockerfileTemplate('react-nginx', { 1: version, 2: 'build' }), folder: 'build' }
  } else if (has('@vue/cli-service')) {
    made = { kind: 'Vue', text: dockerfileTemplate('vue-nginx', { 1: version, 2: 'dist' }), folder: 'dist' }
  } else if (has('vite') && !has('nuxt') && !has('@sveltejs/kit') && !has('@remix-run/dev') && !has('astro')) {
    const folder = viteFolder(project)
    const prefix = isBuilt ? 'vue-nginx' : 'vite-nginx'
    const kind = has('react') ? 'React with Vite' : has('vue') ? 'Vue with Vite' : 'Vite'
    made = { kind, text: dockerfileTemplate(prefix, { 1: version, 2: folder }), folder: folder ?? 'dist' }
  }
  if (!made) return undefined
  return {
    id: `static ${manager}`,
    title: `${made.kind} with ${managerNames[manager]}, served by nginx`,
    found: listed('package.json', lockFile, `builds ${made.folder}`),
    dockerfile: withInstall(made.text, javaScript),
    ignore: { prefix: 'dockerignore-node' },
    notes,
  }
}

function angularProject(project: Project): string | undefined {
  const workspace = readJson(project, 'angular.json')
  const names = Object.keys(asObject(workspace.projects))
  return word(workspace.defaultProject) ?? word(names[0])
}

function viteFolder(project: Project): string | undefined {
  const config = firstOf(project, 'vite.config.ts', 'vite.config.js', 'vite.config.mts', 'vite.config.mjs')
  const found = /\boutDir\s{0,9}:\s{0,9}["'](?:\.\/)?([^"']{1,100})["']/.exec(
    config === undefined ? '' : project.read(config),
  )
  return word(found?.[1])
}
