import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import {
  cacheMounts,
  emptiesCache,
  installedPackages,
  invocationOf,
  isInstall,
  type PackageManager,
  packageKind,
  packageManager,
  packageManagerOf,
  packageManagers,
} from '../../server/src/knowledge/package-managers.ts'
import { shared } from '../shared.ts'

const words = (command: string): string[] =>
  [...command.matchAll(/(?:[^\s"']|"[^"]*"|'[^']*')+/g)].map(([word]) => word.replace(/["'\\]/g, ''))

function row(id: string): PackageManager {
  const manager = packageManager(id)
  if (!manager) throw new Error(`no manager ${id}`)
  return manager
}

/** `kind:word` of the packages that a command installs; undefined when it installs nothing. */
function packages(command: string): string[] | undefined {
  const parts = words(command)
  const invocation = invocationOf(parts)
  if (!invocation || !isInstall(invocation)) return undefined
  return installedPackages(invocation, parts).packages.map(({ index, kind }) => `${kind}:${parts[index]}`)
}

describe('packages of a command', () => {
  test.each([
    ['apt-get install -y --no-install-recommends curl git=1:2.39.*', ['unpinned:curl', 'pinned:git=1:2.39.*']],
    ['apt-get -o Dpkg::Options::=--force-confold -t bookworm-backports install -y curl', ['unpinned:curl']],
    [
      '/usr/bin/apt-get install ./tool.deb libfoo- curl/bookworm',
      ['file:./tool.deb', 'removal:libfoo-', 'pinned:curl/bookworm'],
    ],
    ['apk add --no-cache -t .build gcc~12 musl-dev', ['pinned:gcc~12', 'unpinned:musl-dev']],
    ['apk add -X https://example.com/edge curl', ['unpinned:curl']],
    [
      'dnf -y --setopt=install_weak_deps=False install nginx-1.24.0 java-17-openjdk',
      ['pinned:nginx-1.24.0', 'unpinned:java-17-openjdk'],
    ],
    ['dnf module install nodejs:20', ['pinned:nodejs:20']],
    ['dnf group install "Development Tools"', ['group:Development Tools']],
    ['zypper -n in curl git>=2', ['unpinned:curl', 'pinned:git>=2']],
    ['pacman -Syu --noconfirm git', ['unpinned:git']],
    ['pip install -r requirements.txt', []],
    [
      'pip3.12 install --index-url https://example.com/simple flask==3.0 gunicorn .',
      ['pinned:flask==3.0', 'unpinned:gunicorn'],
    ],
    ['python3 -m pip install --upgrade pip', ['unpinned:pip']],
    [
      'pip install git+https://example.com/a.git git+https://example.com/b.git@v1',
      ['unpinned:git+https://example.com/a.git', 'url:git+https://example.com/b.git@v1'],
    ],
    [
      'npm install -g npm@latest typescript@5.6 @scope/tool ./local',
      ['unpinned:npm@latest', 'pinned:typescript@5.6', 'unpinned:@scope/tool', 'file:./local'],
    ],
    ['npm ci', []],
    ['yarn', []],
    ['yarn global add serve', ['unpinned:serve']],
    ['gem install bundler:2.5 rake', ['pinned:bundler:2.5', 'unpinned:rake']],
    ['go install example.com/tool@latest', ['unpinned:example.com/tool@latest']],
    ['go install ./cmd/app', ['file:./cmd/app']],
    ['cargo install ripgrep@14', ['pinned:ripgrep@14']],
    ['conda install -y -c conda-forge numpy=1.26 scipy', ['pinned:numpy=1.26', 'unpinned:scipy']],
    ['composer require monolog/monolog:^3', ['pinned:monolog/monolog:^3']],
    ['uv pip install --python /venv/bin/python ruff', ['unpinned:ruff']],
  ])('%s', (command, expected) => {
    expect(packages(command)).toEqual(expected)
  })

  test.each([
    'apt-get update',
    'apt-cache search curl',
    'npm run install',
    'pip uninstall -y flask',
    'python3 -m venv /venv',
    'echo apt-get install',
  ])('%s installs nothing', (command) => {
    expect(packages(command)).toBeUndefined()
  })

  test('a word that a variable decides', () => {
    expect(packageKind(row('apt-get'), undefined)).toBe('unknown')
    expect(packageKind(row('apt-get'), '$PACKAGES')).toBe('unknown')
    expect(packageKind(row('apt-get'), 'curl=$CURL_VERSION')).toBe('pinned')
    expect(packageKind(row('npm'), 'npm@$NPM_VERSION')).toBe('pinned')
    expect(packageKind(row('dnf'), `git-core-$\{version}`)).toBe('pinned')
  })

  test('a file or a flag may hold the versions', () => {
    const constrained = (command: string) => {
      const parts = words(command)
      const invocation = invocationOf(parts)
      return invocation && installedPackages(invocation, parts).constrained
    }
    expect(constrained('pip install -c constraints.txt flask')).toBe(true)
    expect(constrained('gem install rails --version=7.1')).toBe(true)
    expect(constrained('cargo install ripgrep --version 14.1')).toBe(true)
    expect(constrained('pip install flask')).toBe(false)
  })
})

describe('caches', () => {
  test.each([
    ['apt-get', 'rm -rf /var/lib/apt/lists/*', true],
    ['apt-get', 'rm -rf /var/lib/apt/lists', true],
    ['apt-get', 'apt-get dist-clean', true],
    ['apt-get', 'apt-get clean', false],
    ['apt-get', 'rm -rf /tmp/*', false],
    ['dnf', 'dnf clean all', true],
    ['dnf', 'rm -rf /var/cache/*', true],
    ['dnf', 'yum clean all', false],
    ['npm', 'npm cache clean --force', true],
    ['npm', 'rm -rf ~/.npm', true],
    ['pip', 'pip cache purge', true],
    ['pip', 'rm -rf /root/.cache', true],
    ['conda', 'conda clean -afy', true],
  ])('%s: %s', (id, command, empties) => {
    expect(emptiesCache(row(id), words(command))).toBe(empties)
  })

  test('a mount follows the home of the user and the image', () => {
    expect(cacheMounts(row('npm'), {})).toEqual([{ target: '/root/.npm', inHome: '.npm', sharing: 'shared' }])
    expect(cacheMounts(row('npm'), { home: '/home/node' })[0]?.target).toBe('/home/node/.npm')
    expect(cacheMounts(row('apt-get'), { home: '/home/node' }).map(({ target, sharing }) => [target, sharing])).toEqual(
      [
        ['/var/cache/apt', 'locked'],
        ['/var/lib/apt', 'locked'],
      ],
    )
    expect(cacheMounts(row('gradle'), {}, 'gradle').map(({ target }) => target)).toEqual(['/home/gradle/.gradle'])
  })
})

describe('the table', () => {
  test('has 36 managers, each id once', () => {
    expect(new Set(packageManagers.map(({ id }) => id)).size).toBe(36)
    expect(packageManagers).toHaveLength(36)
  })

  test.each([...packageManagers])(
    '$id: mounts are below its caches or hold them',
    ({ caches, cacheMounts: mounts }) => {
      for (const { target } of mounts) {
        const related = caches.some((cache) => cache.startsWith(target) || target.startsWith(cache))
        expect([target, related]).toEqual([target, true])
      }
    },
  )

  test('commands lead to their row', () => {
    expect(packageManagerOf('/usr/local/bin/pip3')?.id).toBe('pip')
    expect(packageManagerOf('mamba')?.id).toBe('conda')
    expect(packageManagerOf('./mvnw')?.id).toBe('maven')
    expect(packageManagerOf('toString')).toBeUndefined()
  })
})

/** Cases of another linter on unpinned packages: what it reports is what the table calls unpinned. */
const prefixes: Record<string, string[]> = {
  DL3008: ['apt-get'],
  DL3013: ['pip'],
  DL3016: ['npm'],
  DL3018: ['apk'],
  DL3028: ['gem'],
  DL3033: ['yum'],
  DL3037: ['zypper'],
  DL3041: ['dnf', 'microdnf'],
  DL3062: ['go'],
}

const folder = shared()
test.runIf(folder !== undefined)('unpinned packages are those of the outside cases', () => {
  const rows = readFileSync(path.join(folder as string, 'cases/hadolint.jsonl'), 'utf8')
    .split('\n')
    .filter(Boolean)
  const differing: string[] = []
  let compared = 0
  for (const line of rows) {
    const {
      rule,
      dockerfile,
      expect: verdict,
    } = JSON.parse(line) as { rule: string; dockerfile: string; expect: string }
    const managers = prefixes[rule]
    if (!managers || dockerfile.includes('$') || dockerfile.includes('set -e')) continue
    compared++
    if (hasUnpinned(dockerfile, managers) !== (verdict === 'fires')) differing.push(dockerfile)
  }
  console.log(`unpinned packages: ${compared - differing.length} of ${compared} cases as expected`)
  expect(compared).toBeGreaterThan(150)
  expect(differing).toEqual([])
})

function hasUnpinned(dockerfile: string, managers: string[]): boolean {
  const lines = dockerfile.replace(/\\\n/g, ' ').split('\n')
  const commands = lines.flatMap((line) => /^(?:ONBUILD )?RUN (.*)$/.exec(line)?.[1]?.split('&&') ?? [])
  return commands.some((command) => {
    const parts = words(command)
    const invocation = invocationOf(parts)
    if (!invocation || !isInstall(invocation) || !managers.includes(invocation.manager.id)) return false
    const installed = installedPackages(invocation, parts)
    return !installed.constrained && installed.packages.some(({ kind }) => kind === 'unpinned')
  })
}
