/** Python programs: with pip, uv or Poetry; Django, FastAPI, Flask, or a script. */

import { choiceWithin, exactChoice, findPort, firstOf, healthPath, type Project, sources } from './project.ts'
import { listed, type Proposal } from './proposal.ts'
import { choicesOf, dockerfileTemplate, withCommand, withHealthPath, withLines, withoutServer } from './template.ts'

export function pythonProposals(project: Project): readonly Proposal[] {
  const manifest = firstOf(project, 'pyproject.toml', 'requirements.txt', 'setup.py')
  if (manifest === undefined) return []
  const installer = installerOf(project)
  const program = programOf(project)
  const version = pythonVersion(project, installer.prefix)
  const values = { 1: version, 2: program.port ?? '8000' }
  let text = withLines(dockerfileTemplate(installer.prefix, values), installer.lines)
  text = withCommand(text, program.words)
  text = program.port === undefined ? withoutServer(text) : withHealthPath(text, program.health)
  return [
    {
      id: `python ${installer.name}`,
      title: `${program.framework ?? 'Python'} with ${installer.name}`,
      found: listed(installer.found, program.entry, program.port && `port ${program.port}`),
      dockerfile: text,
      ignore: { prefix: 'dockerignore-python' },
      notes: [...installer.notes, ...program.notes],
    },
  ]
}

interface Installer {
  readonly name: string
  readonly prefix: string
  readonly found: string
  /** Lines of the snippet that the project needs otherwise. */
  readonly lines: Readonly<Record<string, readonly string[]>>
  readonly notes: readonly string[]
}

function installerOf(project: Project): Installer {
  const text = project.read('pyproject.toml')
  if (project.has('uv.lock')) {
    return { name: 'uv', prefix: 'python-uv-multistage', found: 'pyproject.toml, uv.lock', lines: {}, notes: [] }
  }
  if (project.has('poetry.lock') || /^\[tool\.poetry\]/m.test(text)) return poetry(project)
  if (project.has('requirements.txt')) {
    return { name: 'pip', prefix: 'python-pip-multistage', found: 'requirements.txt', lines: {}, notes: [] }
  }
  return {
    name: 'pip',
    prefix: 'python-pip-multistage',
    found: listed(project.has('pyproject.toml') ? 'pyproject.toml' : 'setup.py'),
    lines: {
      'COPY requirements.txt /tmp/': ['WORKDIR /src', 'COPY . .'],
      'RUN --mount=type=cache,target=/root/.cache/pip pip install -r /tmp/requirements.txt': [
        'RUN --mount=type=cache,target=/root/.cache/pip pip install .',
      ],
    },
    notes: ['Nothing is locked: with uv.lock or poetry.lock each build installs the same, and from the cache.'],
  }
}

function poetry(project: Project): Installer {
  const isLocked = project.has('poetry.lock')
  return {
    name: 'Poetry',
    prefix: 'python-poetry-multistage',
    found: listed('pyproject.toml', isLocked && 'poetry.lock'),
    lines: isLocked ? {} : { 'COPY pyproject.toml poetry.lock ./': ['COPY pyproject.toml ./'] },
    notes: isLocked ? [] : ['There is no poetry.lock: commit one, so that each build installs the same.'],
  }
}

interface Program {
  readonly framework: string | undefined
  readonly words: readonly string[]
  readonly entry: string
  /** Undefined where the program is no server. */
  readonly port: string | undefined
  readonly health: string
  readonly notes: readonly string[]
}

function programOf(project: Project): Program {
  const files = sources(project, /\.py$/)
  const texts = files.map(({ text }) => text)
  const health = healthPath(texts)
  const port = findPort(texts, [/\bport\s{0,3}=\s{0,3}(\d{2,5})\b/, /["']PORT["']\s{0,3},\s{0,3}["']?(\d{2,5})\b/])
  const requires = requirements(project)
  return (
    django(project, requires, port, health) ??
    application(files, requires, port, health) ??
    script(project, texts, port, health)
  )
}

/** Manifests and lock files as one text, for a look at what is installed. */
function requirements(project: Project): (name: RegExp) => boolean {
  const text = ['requirements.txt', 'pyproject.toml', 'setup.py', 'setup.cfg'].map(project.read).join('\n')
  return (name) => name.test(text)
}

const gunicorn = /(?:^|["'\s])gunicorn(?![\w-])/im
const uvicorn = /(?:^|["'\s])(?:uvicorn|fastapi\[(?:standard|all)\])(?![\w-])/im

function django(
  project: Project,
  requires: (name: RegExp) => boolean,
  found: string | undefined,
  health: string,
): Program | undefined {
  if (!project.has('manage.py')) return undefined
  const settings = /["']DJANGO_SETTINGS_MODULE["']\s{0,3},\s{0,3}["']([\w.]{1,100})["']/.exec(
    project.read('manage.py'),
  )?.[1]
  const name = settings?.split('.')[0] ?? 'config'
  const port = found ?? '8000'
  const runs = requires(gunicorn)
  return {
    framework: 'Django',
    words: runs
      ? ['gunicorn', '--bind', `0.0.0.0:${port}`, `${name}.wsgi:application`]
      : ['python', 'manage.py', 'runserver', `0.0.0.0:${port}`],
    entry: runs ? `${name}.wsgi` : 'manage.py',
    port,
    health,
    notes: runs ? [] : ['The server of Django is for development only: install gunicorn, and start it by CMD.'],
  }
}

const frameworks = [
  { name: 'FastAPI', made: /^(\w+)(?:[ \t]*:[^=\n\r\u2028\u2029]*|[ \t]*)=[ \t]*FastAPI\(/m },
  { name: 'Starlette', made: /^(\w+)(?:[ \t]*:[^=\n\r\u2028\u2029]*|[ \t]*)=[ \t]*Starlette\(/m },
  { name: 'Flask', made: /^(\w+)(?:[ \t]*:[^=\n\r\u2028\u2029]*|[ \t]*)=[ \t]*(?:flask\.)?Flask\(/m },
  { name: 'Flask', made: /^def (create_app|make_app)\(/m },
] as const

/** The application object of a framework, as `package.module:name`. */
function application(
  files: readonly { readonly path: string; readonly text: string }[],
  requires: (name: RegExp) => boolean,
  found: string | undefined,
  health: string,
): Program | undefined {
  for (const { name, made } of frameworks) {
    for (const { path, text } of files) {
      const variable = made.exec(text)?.[1]
      if (variable === undefined || !/^[\w/]+\.py$/.test(path)) continue
      const module = path
        .replace(/\.py$/, '')
        .replace(/\/__init__$/, '')
        .replaceAll('/', '.')
      const port = found ?? '8000'
      return { framework: name, entry: path, port, health, ...serverOf(name, module, variable, port, requires) }
    }
  }
  return undefined
}

function serverOf(
  framework: string,
  module: string,
  variable: string,
  port: string,
  requires: (name: RegExp) => boolean,
): Pick<Program, 'words' | 'notes'> {
  const isFactory = /^(?:create|make)_app$/.test(variable)
  if (framework !== 'Flask') {
    const notes = requires(uvicorn) ? [] : [`${framework} needs a server: add uvicorn to what is installed.`]
    return { words: ['uvicorn', `${module}:${variable}`, '--host', '0.0.0.0', '--port', port], notes }
  }
  if (requires(gunicorn)) {
    return {
      words: ['gunicorn', '--bind', `0.0.0.0:${port}`, `${module}:${variable}${isFactory ? '()' : ''}`],
      notes: [],
    }
  }
  return {
    words: ['flask', '--app', `${module}:${variable}`, 'run', '--host', '0.0.0.0', '--port', port],
    notes: ['The server of Flask is for development only: install gunicorn, and start it by CMD.'],
  }
}

function script(project: Project, texts: readonly string[], port: string | undefined, health: string): Program {
  const names = ['main.py', 'app.py', 'run.py', 'server.py', 'src/main.py']
  const module = project.files.find((path) => /^(?:src\/)?\w+\/__main__\.py$/.test(path))
  const entry =
    firstOf(project, ...names) ?? module ?? project.files.find((path) => /^\w+\.py$/.test(path)) ?? 'main.py'
  const isServer = texts.some((text) => /\b(?:HTTPServer|run_app|listen|serve_forever)\(/.test(text))
  const runs = entry.endsWith('/__main__.py')
  const name = runs ? entry.replace(/^src\//, '').replace('/__main__.py', '') : entry
  return {
    framework: undefined,
    words: runs ? ['python', '-m', name] : ['python', name],
    entry,
    port: isServer ? (port ?? '8000') : undefined,
    health,
    notes: [],
  }
}

function pythonVersion(project: Project, prefix: string): string | undefined {
  const choices = choicesOf(prefix, 1)
  const exact = exactChoice(
    choices,
    project
      .read('.python-version')
      .trim()
      .replace(/^python-?/, ''),
  )
  if (exact !== undefined) return exact
  const text = project.read('pyproject.toml')
  const range = /^(?:requires-python|python)\s{0,3}=\s{0,3}["']([^"'\n]{1,100})["']/m.exec(text)?.[1]
  return range === undefined ? undefined : choiceWithin(choices, range)
}
