/** Installing a JavaScript project: by the package manager that its lock file is of. */

import { asObject, firstOf, type Project, readJson, word } from './project.ts'
import { dockerfileTemplate, withLines } from './template.ts'

export type PackageManager = 'npm' | 'yarn' | 'yarn4' | 'pnpm'

export interface JavaScriptProject {
  readonly project: Project
  readonly manifest: Readonly<Record<string, unknown>>
  readonly scripts: Readonly<Record<string, unknown>>
  readonly dependencies: ReadonlySet<string>
  /** Those and the ones for development. */
  readonly allDependencies: ReadonlySet<string>
  readonly manager: PackageManager
  /** Undefined where nothing is locked. */
  readonly lockFile: string | undefined
  readonly notes: readonly string[]
}

export function javaScriptProject(project: Project): JavaScriptProject | undefined {
  if (!project.has('package.json')) return undefined
  const manifest = readJson(project, 'package.json')
  const lockFile = firstOf(project, 'pnpm-lock.yaml', 'yarn.lock', 'package-lock.json', 'npm-shrinkwrap.json')
  const declared = typeof manifest.packageManager === 'string' ? manifest.packageManager : ''
  const manager = managerOf(project, declared, lockFile)
  const dependencies = Object.keys(asObject(manifest.dependencies))
  const development = Object.keys(asObject(manifest.devDependencies))
  const notes: string[] = []
  if (lockFile === undefined) notes.push('There is no lock file: commit one, so that each build installs the same.')
  if (manager === 'pnpm' && declared === '') {
    notes.push('package.json names no packageManager: corepack takes the newest pnpm until it does.')
  }
  if (project.has('.npmrc')) notes.push('.npmrc stays out of the image: pass it to RUN with --mount=type=secret.')
  return {
    project,
    manifest,
    scripts: asObject(manifest.scripts),
    dependencies: new Set(dependencies),
    allDependencies: new Set([...dependencies, ...development]),
    manager,
    lockFile,
    notes,
  }
}

function managerOf(project: Project, declared: string, lockFile: string | undefined): PackageManager {
  const isYarn = lockFile === 'yarn.lock' || (lockFile === undefined && declared.startsWith('yarn@'))
  if (isYarn) {
    const isModern = project.has('.yarnrc.yml') || /^yarn@[2-9]/.test(declared)
    return isModern || /^__metadata:/m.test(project.read('yarn.lock')) ? 'yarn4' : 'yarn'
  }
  const isPnpm = lockFile === 'pnpm-lock.yaml' || (lockFile === undefined && declared.startsWith('pnpm@'))
  return isPnpm ? 'pnpm' : 'npm'
}

export const managerNames: Readonly<Record<PackageManager, string>> = {
  npm: 'npm',
  yarn: 'Yarn 1',
  yarn4: 'Yarn',
  pnpm: 'pnpm',
}

const copyOfManifests = 'COPY package.json package-lock.json ./'
const install = 'RUN --mount=type=cache,target=/root/.npm npm ci'
const productionInstall = `${install} --omit=dev`

/** A template whose installations, by npm and with a lock file, become those of the project. */
export function withInstall(template: string, javaScript: JavaScriptProject): string {
  const { manager, dependencies } = javaScript
  const all = installLines(javaScript, '')
  const production = installLines(javaScript, productionFlag[manager])
  // Without dependencies there would be no folder to copy.
  if (dependencies.size === 0) production.push(`${production.pop()} \\`, '    && mkdir -p node_modules')
  const text = withLines(template, {
    [copyOfManifests]: copyLines(javaScript),
    [install]: all,
    [productionInstall]: production,
  })
  if (manager === 'npm') return text
  return text.replace(/^RUN (npm run|npx) /gm, (_, command: string) => `RUN ${runWith[manager][command]} `)
}

const productionFlag: Readonly<Record<PackageManager, string>> = {
  npm: ' --omit=dev',
  yarn: ' --production',
  yarn4: 'workspaces focus --all --production',
  pnpm: ' --prod',
}

const runWith: Readonly<Record<Exclude<PackageManager, 'npm'>, Readonly<Record<string, string>>>> = {
  yarn: { 'npm run': 'yarn run', npx: 'yarn run' },
  yarn4: { 'npm run': 'yarn run', npx: 'yarn run' },
  pnpm: { 'npm run': 'pnpm run', npx: 'pnpm exec' },
}

/** The manifests of all packages, and what the package manager reads besides. */
function copyLines({ project, manager, lockFile }: JavaScriptProject): readonly string[] {
  const more = manager === 'yarn4' ? ['.yarnrc.yml'] : manager === 'pnpm' ? ['pnpm-workspace.yaml'] : []
  const files = ['package.json', lockFile, ...more.filter((path) => project.has(path))].filter((path) => path)
  const lines = [`COPY ${files.join(' ')} ./`]
  for (const folder of ['.yarn/releases', '.yarn/plugins', '.yarn/patches', 'patches']) {
    if (project.files.some((path) => path.startsWith(`${folder}/`))) lines.push(`COPY ${folder} ./${folder}`)
  }
  return [...lines, ...workspaceManifests(project).map((folder) => `COPY ${folder}/package.json ./${folder}/`)]
}

/** More packages in one project than anybody copies one by one. */
const maxPackages = 30

function workspaceManifests(project: Project): readonly string[] {
  if (readJson(project, 'package.json').workspaces === undefined && !project.has('pnpm-workspace.yaml')) return []
  return project.files
    .filter((path) => path.endsWith('/package.json'))
    .map((path) => path.slice(0, -'/package.json'.length))
    .filter((folder) => word(folder) !== undefined)
    .slice(0, maxPackages)
}

function installLines({ manager, lockFile }: JavaScriptProject, production: string): string[] {
  switch (manager) {
    case 'npm':
      return [`${lockFile === undefined ? install.replace(/ci$/, 'install') : install}${production}`]
    case 'yarn':
      return snippetLines('cache-yarn', lockFile === undefined ? / --frozen-lockfile/ : undefined, production)
    case 'yarn4': {
      const lines = snippetLines('cache-yarn4', lockFile === undefined ? / --immutable/ : undefined, '')
      if (production !== '') lines[lines.length - 1] = `    yarn ${production}`
      return ['ENV YARN_NODE_LINKER=node-modules', 'RUN corepack enable', ...lines]
    }
    case 'pnpm': {
      const [env, ...lines] = snippetLines('cache-pnpm', lockFile === undefined ? / --frozen-lockfile/ : undefined, '')
      lines[lines.length - 1] = lines[lines.length - 1].replace(' --prod', production)
      return [env, 'RUN corepack enable', ...lines]
    }
  }
}

function snippetLines(prefix: string, without: RegExp | undefined, more: string): string[] {
  const text = dockerfileTemplate(prefix).trimEnd()
  return `${without ? text.replace(without, '') : text}${more}`.split('\n')
}
