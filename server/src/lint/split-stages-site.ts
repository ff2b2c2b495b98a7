/** Splitting the build of a web page from the nginx image that serves it: React, Vite, Angular, Vue. */

import { tagIndex } from '../knowledge/image-store.ts'
import { compareVersions, type Version, versionOfTag } from '../knowledge/versions.ts'
import type { Instruction } from '../syntax/tree.ts'
import type { LintFile } from './lint-file.ts'
import { isObject, nodeTools, type PackageJson, packageJson, parseObject, scriptName } from './split-stages-node.ts'
import { healthcheckCommands, type Refusal, type StageParts } from './split-stages-parts.ts'
import { namedImage, projectFile } from './split-stages-project.ts'
import type { StartCommand } from './split-stages-start.ts'
import type { SplitPlan } from './split-stages-write.ts'

/** Whether package.json says that the project is a page without a server of its own. */
export function isStaticSite(file: LintFile, parts: StageParts): boolean {
  const manifest = packageJson(file, parts)
  return manifest !== undefined && builderOf(manifest) !== undefined && !hasServer(manifest)
}

/** The plan for nginx; a refusal where the page could be served differently. */
export function planSite(file: LintFile, parts: StageParts): readonly SplitPlan[] | Refusal {
  const manifest = packageJson(file, parts)
  const builder = manifest && builderOf(manifest)
  if (!manifest || builder === undefined) return 'package.json does not say that the project is a static page'
  const output = outputOf(file, parts, manifest, builder)
  if (typeof output !== 'object') return output
  const served = serverOf(file, parts, manifest)
  if (typeof served !== 'object') return served
  if (served.folder !== undefined && served.folder !== output.folder) {
    return `the build writes \`${output.folder}\`, and the container serves \`${served.folder}\``
  }
  const foreign = parts.behind.find((instruction) => {
    if (instruction.keyword === 'RUN') return instruction.comments.length > 0 || !installsServer(file, instruction)
    return instruction.keyword === 'COPY' || instruction.keyword === 'ADD'
  })
  if (foreign) return `\`${file.slice(foreign).split('\n', 1)[0]}\` is for a server of the project's own`
  const users = parts.stage.instructions.filter(({ keyword }) => keyword === 'USER')
  const isRoot = users.length === 0 || file.facts.user(parts.stage).root === true
  const image = nginxImage(isRoot)
  const facts = namedImage(image)?.facts
  const tool = healthcheckCommands(file, parts.stage).find(({ name }) => !['curl', 'wget', 'exit'].includes(name))
  if (tool) return `nginx's image has no \`${tool.name}\` for the health check`
  const drops = parts.behind.filter(({ keyword }) => !kept.has(keyword))
  return [
    {
      title: `Build in a stage of its own; serve \`${output.folder}\` with \`${image}\` on port ${served.port}, without Node.js`,
      image,
      facts,
      lines: [configuration(served, file.newline)],
      copies: (build) => [`COPY --from=${build} ${parts.folder}/${output.folder} /usr/share/nginx/html`],
      drops,
      leavesOut: ({ keyword }) => !kept.has(keyword),
    },
  ]
}

/** Whether a RUN only installs the Node.js server that nginx takes the place of. */
function installsServer(file: LintFile, run: Instruction): boolean {
  const commands = file.commands(run)
  return commands.length > 0 && commands.every((command) => nodeTools.prepares?.(command) === true)
}

/** What goes along to nginx' image; the rest is for Node.js. */
const kept = new Set(['EXPOSE', 'LABEL', 'HEALTHCHECK', 'MAINTAINER'])

type Builder = 'react-scripts' | 'vite' | 'angular' | 'vue-cli'

function builderOf({ scripts, dependencies, devDependencies }: PackageJson): Builder | undefined {
  const build = scripts.build?.trim() ?? ''
  const has = (name: string): boolean => dependencies[name] !== undefined || devDependencies[name] !== undefined
  const last = build.split('&&').at(-1)?.trim() ?? ''
  const checks = build.split('&&').slice(0, -1)
  if (!checks.every((step) => /^\s*(tsc|vue-tsc|eslint|npm run (lint|type-check|typecheck))\b[\w\s./-]*$/.test(step)))
    return undefined
  if (last === 'react-scripts build' && has('react-scripts')) return 'react-scripts'
  if (/^vite build( --mode production)?$/.test(last) && has('vite')) return 'vite'
  if (/^ng build( --configuration[= ]production| --prod)?$/.test(last) && has('@angular/core')) return 'angular'
  return last === 'vue-cli-service build' && has('@vue/cli-service') ? 'vue-cli' : undefined
}

/** Packages that serve, or that render pages on a server. */
const servers =
  'express fastify koa next nuxt @sveltejs/kit astro @remix-run/react @angular/ssr @nguniversal/express-engine @nestjs/core hono vike vite-plugin-ssr @tanstack/start @builder.io/qwik'.split(
    ' ',
  )

function hasServer({ dependencies, devDependencies }: PackageJson): boolean {
  return servers.some((name) => dependencies[name] !== undefined || devDependencies[name] !== undefined)
}

const viteConfigs = ['vite.config.ts', 'vite.config.js', 'vite.config.mts', 'vite.config.mjs']

/** Where the build writes the page, by the builder's default; a refusal where a setting may say otherwise. */
function outputOf(
  file: LintFile,
  parts: StageParts,
  manifest: PackageJson,
  builder: Builder,
): { readonly folder: string } | Refusal {
  if (builder === 'react-scripts') {
    if (file.text.includes('BUILD_PATH')) return '`BUILD_PATH` says where the build writes'
    if (manifest.homepage !== undefined && /^https?:\/\/[^/]+\/.+|^\/.+/.test(manifest.homepage)) {
      return '`homepage` in package.json puts the page below a path'
    }
    return { folder: 'build' }
  }
  if (builder === 'vue-cli') {
    const settings = projectFile(file, parts, 'vue.config.js') ?? ''
    return /outputDir|publicPath/.test(settings) ? '`vue.config.js` says where the build writes' : { folder: 'dist' }
  }
  if (builder === 'vite') {
    const settings = viteConfigs.map((name) => projectFile(file, parts, name) ?? '').join('\n')
    if (/\b(outDir|ssr|root)\b|\bbase\s*:/.test(settings)) return "Vite's settings say where the build writes"
    return { folder: 'dist' }
  }
  return angularOutput(file, parts)
}

function angularOutput(file: LintFile, parts: StageParts): { readonly folder: string } | Refusal {
  const unknown = 'where `ng build` writes stands in angular.json, which is not known'
  const workspace = parseObject(projectFile(file, parts, 'angular.json') ?? '')
  const projects = isObject(workspace?.projects) ? Object.entries(workspace.projects) : []
  if (projects.length !== 1) return unknown
  const [name, project] = projects[0]
  const targets = isObject(project) ? (project.architect ?? project.targets) : undefined
  const build = isObject(targets) ? targets.build : undefined
  const options = isObject(build) ? build.options : undefined
  if (!isObject(build) || !isObject(options)) return unknown
  const isApplication = typeof build.builder === 'string' && build.builder.endsWith(':application')
  if (options.server !== undefined || options.ssr !== undefined) return 'the page is rendered on a server'
  const path = options.outputPath ?? `dist/${name}`
  if (typeof path === 'string') return { folder: isApplication ? `${path}/browser` : path }
  if (!isObject(path) || typeof path.base !== 'string') return unknown
  const browser = typeof path.browser === 'string' ? path.browser : 'browser'
  return { folder: browser === '' ? path.base : `${path.base}/${browser}` }
}

interface Served {
  readonly port: number
  /** Whether unknown paths get `index.html`. */
  readonly fallback: boolean
  /** The folder that the command names. */
  readonly folder: string | undefined
}

/** How the container serves the page today. */
function serverOf(file: LintFile, parts: StageParts, manifest: PackageJson): Served | Refusal {
  if (parts.start.length !== 1) return 'the container starts more than a server'
  const [command] = parts.start
  const words = scriptWords(command, manifest)
  if (words === undefined) return `what \`${command.words.join(' ')}\` runs is not known`
  const [program, ...rest] = words[0] === 'npx' ? words.slice(words[1] === '-y' ? 2 : 1) : words
  const port = portOf(rest)
  const environment = Number(file.scopes.atEnd(parts.stage, 'PORT')?.value ?? Number.NaN)
  const own = port ?? (Number.isInteger(environment) ? environment : undefined)
  if (program === 'react-scripts' && rest[0] === 'start') {
    if (manifest.proxy) return '`react-scripts start` passes requests on, as `proxy` in package.json says'
    return { port: own ?? 3000, fallback: true, folder: undefined }
  }
  if (program === 'serve' || program === 'http-server') {
    const folder = rest.find((word, i) => !word.startsWith('-') && !/^(-l|-p|--listen|--port)$/.test(rest[i - 1] ?? ''))
    const fallback = program === 'serve' && rest.some((word) => word === '-s' || word === '--single')
    if (rest.some((word) => /^-c$|^--config|^-P|^--proxy|^-S$|^--ssl/.test(word)))
      return `\`${program}\` has settings of its own`
    return {
      port: own ?? (program === 'serve' ? 3000 : 8080),
      fallback,
      folder: folder?.replace(/^\.\//, '').replace(/\/$/, ''),
    }
  }
  if (program === 'vite' && rest[0] === 'preview') {
    const settings = viteConfigs.map((name) => projectFile(file, parts, name) ?? '').join('\n')
    if (/\b(proxy|preview|port)\b/.test(settings)) return "Vite's settings say how the page is served"
    return { port: port ?? 4173, fallback: true, folder: undefined }
  }
  if (program === 'ng' && rest[0] === 'serve' && !rest.some((word) => /proxy/.test(word))) {
    return { port: port ?? 4200, fallback: true, folder: undefined }
  }
  return `\`${words.join(' ')}\` may do more than to serve files`
}

/** The words of the command, or of the script of package.json that it runs, with the arguments behind `--`. */
function scriptWords(command: StartCommand, manifest: PackageJson): readonly string[] | undefined {
  const { words } = command
  if (words.some((word) => word === undefined)) return undefined
  const given = words as readonly string[]
  if (!/^(npm|yarn|pnpm)$/.test(command.name)) return given
  const script = manifest.scripts[scriptName(command) ?? '']
  if (script === undefined || /[|&;`$()<>"']/.test(script)) return undefined
  const more = given.indexOf('--')
  return [...script.trim().split(/\s+/), ...(more > 0 ? given.slice(more + 1) : [])]
}

function portOf(words: readonly string[]): number | undefined {
  for (let i = 0; i < words.length; i++) {
    const joined = /^(?:--port|--listen|-p|-l)=(.+)$/.exec(words[i])?.[1]
    const value = joined ?? (/^(-l|-p|--listen|--port)$/.test(words[i]) ? words[i + 1] : undefined)
    const port = /(?:^|:)(\d{2,5})$/.exec(value ?? '')?.[1]
    if (port !== undefined) return Number(port)
  }
  return undefined
}

/** The newest stable release, which nginx gives even numbers. */
function nginxImage(isRoot: boolean): string {
  let newest: Version = [1, 30]
  for (const tag of tagIndex('nginx')?.live ?? []) {
    const version = /^\d+\.\d+-alpine$/.test(tag) ? versionOfTag(tag)?.version : undefined
    if (version && version[1] % 2 === 0 && compareVersions(version, newest) > 0) newest = version
  }
  return `${isRoot ? 'nginx' : 'nginxinc/nginx-unprivileged'}:${newest.join('.')}-alpine`
}

function configuration({ port, fallback }: Served, newline: string): string {
  return [
    "COPY <<'EOF' /etc/nginx/conf.d/default.conf",
    'server {',
    `    listen ${port};`,
    '    root /usr/share/nginx/html;',
    '    location / {',
    `        try_files $uri $uri/ ${fallback ? '/index.html' : '=404'};`,
    '    }',
    '}',
    'EOF',
  ].join(newline)
}
