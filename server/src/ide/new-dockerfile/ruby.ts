/** Ruby applications: Rails, or anything that Rack runs. */

import { exactChoice, findPort, firstOf, type Project, sources, word } from './project.ts'
import { listed, type Proposal } from './proposal.ts'
import { choicesOf, dockerfileTemplate, withCommand, withHealthPath, withLines, withoutServer } from './template.ts'

/** Gems that are compiled against a library, which the program then needs as well. */
const libraries = [
  { gem: 'pg', build: 'libpq-dev', runs: 'libpq5' },
  { gem: 'mysql2', build: 'default-libmysqlclient-dev', runs: 'libmariadb3' },
] as const

export function rubyProposals(project: Project): readonly Proposal[] {
  if (!project.has('Gemfile')) return []
  const gems = gemNames(`${project.read('Gemfile')}\n${project.read('Gemfile.lock')}`)
  const isRails = gems.has('rails')
  const isRack = isRails || project.has('config.ru')
  const needed = libraries.filter(({ gem }) => gems.has(gem))
  const isLocked = project.has('Gemfile.lock')
  const texts = [project.read('config/puma.rb'), ...sources(project, /\.rb$/).map(({ text }) => text)]
  const port = findPort(texts, [
    /["']PORT["']\s{0,3}(?:,|\)\s{0,3}\{)\s{0,3}["']?(\d{2,5})\b/,
    /^\s{0,9}(?:port|set :port,)\s{0,3}(\d{2,5})\b/m,
  ])
  const served = port ?? (isRails ? '3000' : undefined)
  const values = {
    1: rubyVersion(project),
    2: ['libyaml-dev', ...needed.map(({ build }) => build)].join(' \\\n        '),
    3: served,
  }
  let text = dockerfileTemplate('ruby-multistage', values)
  if (isRails) text = text.replace('RACK_ENV=production', 'RAILS_ENV=production')
  text = isRack
    ? withHealthPath(text, isRails && usesUp(project) ? '/up' : '/')
    : withCommand(withoutServer(text), ['ruby', scriptOf(project)])
  const notes: string[] = []
  if (isRack && !gems.has('puma')) notes.push('Puma is not among the gems: add it, or start another server by CMD.')
  if (isRails) notes.push('Rails wants SECRET_KEY_BASE when it runs; give it to the container, not to the image.')
  if (!isLocked) notes.push('There is no Gemfile.lock: commit one, so that each build installs the same.')
  return [
    {
      id: 'ruby',
      title: isRails ? 'Ruby on Rails' : 'Ruby',
      found: listed('Gemfile', isLocked && 'Gemfile.lock', isRack && 'config.ru', isRack && `port ${served ?? '9292'}`),
      dockerfile: withLibraries(
        isLocked ? text : unlocked(text),
        needed.map(({ runs }) => runs),
      ),
      ignore: { prefix: 'dockerignore-ruby' },
      notes,
    },
  ]
}

function gemNames(text: string): ReadonlySet<string> {
  const names = [...text.matchAll(/^\s{0,9}gem\s{1,9}["']([\w-]{1,60})["']|^ {4}([\w-]{1,60}) \(/gm)]
  return new Set(names.map(([, declared, locked]) => declared ?? locked ?? ''))
}

/** Rails has had this route in new applications since 7.1. */
function usesUp(project: Project): boolean {
  return /rails\/health#show/.test(project.read('config/routes.rb'))
}

function scriptOf(project: Project): string {
  return (
    firstOf(project, 'main.rb', 'app.rb', 'server.rb') ??
    word(project.files.find((path) => /^\w+\.rb$/.test(path))) ??
    'main.rb'
  )
}

function rubyVersion(project: Project): string | undefined {
  const declared = /^ruby\s{1,3}["'](?:~>\s{0,3})?([\d.]{1,10})["']/m.exec(project.read('Gemfile'))?.[1]
  const wanted =
    project
      .read('.ruby-version')
      .trim()
      .replace(/^ruby-/, '') || declared
  return wanted === undefined ? undefined : exactChoice(choicesOf('ruby-multistage', 1), wanted)
}

/** Without a lock file, nothing is frozen. */
function unlocked(text: string): string {
  return text
    .replace('COPY Gemfile Gemfile.lock ./', 'COPY Gemfile ./')
    .replaceAll(/^ENV BUNDLE_FROZEN=1 \\\n {4}/gm, 'ENV ')
}

/** Installs the libraries in the image that runs, as the template does in the one that builds. */
function withLibraries(text: string, packages: readonly string[]): string {
  if (packages.length === 0) return text
  const install = dockerfileTemplate('apt-install')
  const final = /\nFROM [^\n]*-slim\nENV /.exec(text)
  if (!final) return text
  const end = final.index + final[0].length - 'ENV '.length
  const lines = install.trimEnd().split('\n')
  const first = lines.findIndex((line) => /^ {8}\S/.test(line))
  const last = lines.findLastIndex((line) => /^ {8}\S/.test(line))
  const command = [
    ...lines.slice(0, first),
    ...packages.map(
      (name, index) => `        ${name}${index < packages.length - 1 || last < lines.length - 1 ? ' \\' : ''}`,
    ),
    ...lines.slice(last + 1),
  ]
  return withLines(`${text.slice(0, end)}${command.join('\n')}\n${text.slice(end)}`, {})
}
