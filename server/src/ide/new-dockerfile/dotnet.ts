/** .NET programs: one proposal for each project that runs. */

import { healthPath, type Project, sources, word } from './project.ts'
import { listed, type Proposal } from './proposal.ts'
import { dockerfileTemplate, withHealthPath, withLines, withoutServer } from './template.ts'

const maxProjects = 8

export function dotnetProposals(project: Project): readonly Proposal[] {
  const files = project.files.filter((path) => path.endsWith('.csproj') && word(path) !== undefined)
  const programs = files.filter((path) => {
    const text = project.read(path)
    const runs = /Sdk="Microsoft\.NET\.Sdk\.(?:Web|Worker)"|<OutputType>\s{0,9}(?:Win)?Exe\s{0,9}</i.test(text)
    return runs && !/Microsoft\.NET\.Test\.Sdk/.test(text)
  })
  return programs.slice(0, maxProjects).map((path) => program(project, path))
}

function program(project: Project, path: string): Proposal {
  const text = project.read(path)
  const folder = path.slice(0, Math.max(path.lastIndexOf('/'), 0))
  const name = path.slice(folder === '' ? 0 : folder.length + 1, -'.csproj'.length)
  const assembly = word(/<AssemblyName>\s{0,9}([^<\s]{1,100})\s{0,9}</.exec(text)?.[1]) ?? name
  const version = /<TargetFrameworks?>[^<]{0,60}?net(\d{1,2}\.\d)\b/.exec(text)?.[1]
  const isWeb = /Sdk="Microsoft\.NET\.Sdk\.Web"/.test(text)
  const own = sources(project, /\.cs$/).filter((file) => folder === '' || file.path.startsWith(`${folder}/`))
  const health = healthPath(own.map((file) => file.text))
  const template = dockerfileTemplate('dotnet-multistage', { 1: version, 2: name })
  const served = isWeb ? withHealthPath(template, health) : onlyRuntime(withoutServer(template))
  return {
    id: `dotnet ${path}`,
    title: `${isWeb ? 'ASP.NET Core' : '.NET'}: ${name}`,
    found: listed(path, version && `.NET ${version}`, isWeb && 'port 8080'),
    dockerfile: withProjects(served.replace(`"${name}.dll"`, `"${assembly}.dll"`), project, path),
    ignore: { prefix: 'dockerignore-dotnet' },
    notes: [],
  }
}

/** Without ASP.NET Core, the smaller image does. */
function onlyRuntime(text: string): string {
  return text.replace('mcr.microsoft.com/dotnet/aspnet:', 'mcr.microsoft.com/dotnet/runtime:')
}

/** Copies what a restore reads, and names the project where it does not lie at the top. */
function withProjects(text: string, project: Project, path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1)
  const top = [
    'Directory.Build.props',
    'Directory.Packages.props',
    'NuGet.Config',
    'nuget.config',
    'global.json',
  ].filter((file) => project.has(file))
  const projects = referenced(project, path)
  const isAlone = projects.length === 1 && !path.includes('/')
  const copies = [
    ...(top.length > 0 ? [`COPY ${top.join(' ')} ./`] : []),
    ...projects.map((each) => {
      const slash = each.lastIndexOf('/')
      return slash < 0 ? `COPY ${each} ./` : `COPY ${each} ${each.slice(0, slash + 1)}`
    }),
  ]
  const copied = withLines(text, { [`COPY ${name} ./`]: copies })
  if (isAlone && project.files.filter((file) => /^[^/]+\.(?:csproj|sln|slnx)$/.test(file)).length === 1) return copied
  return copied.replace('dotnet restore', `dotnet restore ${path}`).replace('dotnet publish', `dotnet publish ${path}`)
}

const maxReferences = 40

/** A project file and those that it builds on, the one itself last. */
function referenced(project: Project, path: string): readonly string[] {
  const found = new Set([path])
  for (const each of found) {
    if (found.size >= maxReferences) break
    for (const [, include] of project.read(each).matchAll(/<ProjectReference\s{1,9}Include="([^"]{1,300})"/g)) {
      const target = resolve(each, include.replaceAll('\\', '/'))
      if (target !== undefined && word(target) !== undefined && project.has(target)) found.add(target)
    }
  }
  return [...found].reverse()
}

function resolve(from: string, relative: string): string | undefined {
  const parts = from.split('/').slice(0, -1)
  for (const part of relative.split('/')) {
    if (part === '..') {
      if (parts.pop() === undefined) return undefined
    } else if (part !== '.') parts.push(part)
  }
  return parts.join('/')
}
