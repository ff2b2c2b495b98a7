/** What each manager keeps of its downloads, and how that is avoided. Sources: the managers' documentation. */

import type { ShellCommand } from '../../lint/command.ts'
import type { LintFile } from '../../lint/lint-file.ts'
import type { PackageCall } from '../../lint/package-calls.ts'
import type { RuleDocs, Safety } from '../../lint/rule.ts'
import { yarnIsModern } from './yarn-version.ts'

export interface CacheRow {
  /** The first part of the rule's id. */
  readonly id: string
  /** Rows of the table of package managers. */
  readonly managers: readonly string[]
  /** The commands that count, where not all of the manager's do. */
  readonly commands?: ReadonlySet<string>
  /** The subcommands that count, where they are not all that install or upgrade. */
  readonly subcommands?: readonly string[]
  readonly aliases: readonly string[]
  readonly severity: 'warning' | 'info'
  /** What is said of a stage that is never shipped. */
  readonly unshipped: 'hint' | 'silent'
  /** The flag that the fix adds; without one it runs `cleanup`. */
  readonly flag?: string
  /** More spellings of the table's flags. */
  readonly noCache?: readonly string[]
  cleanup(own: ShellCommand): string
  /** Managers whose own clean-up empties this cache. */
  readonly cleaners: readonly string[]
  /** Variables that switch the cache off, with the values that do. */
  readonly offVariables?: readonly string[]
  isOff?(value: string): boolean
  /** Operands of `rm` that empty the cache wherever it is. */
  readonly removed?: RegExp
  /** Whether a removal in a later layer is another rule's finding. */
  readonly latePhase?: boolean
  readonly folders: readonly string[]
  /** Settings elsewhere that decide. */
  isConfigured?(file: LintFile, call: PackageCall): boolean
  safetyOf?(file: LintFile, call: PackageCall): Safety
  readonly docs: RuleDocs
}

const inBase = 'A stage that is never shipped can keep its downloads; a cache mount keeps them for the next build.'

const lesson = 'Clean up caches (part 5)'

const rpmClean = ['dnf', 'yum', 'microdnf', 'tdnf']

function rpmRow(id: string, image: string, aliases: readonly string[], folders: readonly string[]): CacheRow {
  const cleanup = `${id} clean all`
  return {
    id,
    managers: [id],
    aliases,
    severity: 'warning',
    unshipped: 'hint',
    cleanup: () => cleanup,
    cleaners: rpmClean,
    latePhase: true,
    folders,
    isConfigured: (_, { own }) => own.flag('--installroot') !== undefined || own.hasFlag('--installroot'),
    docs: {
      summary: `\`${id} install\` leaves its metadata and downloads in the image`,
      why: 'The metadata of the repositories alone is some 20 to 200 MB and of no use when the image runs. Only a clean-up in the same `RUN` keeps it out of the layer.',
      lesson,
      bad: `FROM ${image}\nRUN ${id} install -y curl\n`,
      good: `FROM ${image}\nRUN ${id} install -y curl && ${cleanup}\n`,
      exception: inBase,
    },
  }
}

export const cacheRows: readonly CacheRow[] = [
  rpmRow('dnf', 'fedora:43', ['DL3040'], ['/var/cache/dnf', '/var/cache/libdnf5', '/var/cache/yum']),
  rpmRow('yum', 'rockylinux:9', ['DL3032'], ['/var/cache/yum', '/var/cache/dnf']),
  {
    id: 'zypper',
    managers: ['zypper'],
    aliases: ['DL3036'],
    severity: 'warning',
    unshipped: 'hint',
    cleanup: () => 'zypper clean --all',
    cleaners: ['zypper'],
    latePhase: true,
    folders: ['/var/cache/zypp'],
    isConfigured: (_, { own }) => own.flag('-R', '--root', '--installroot') !== undefined,
    docs: {
      summary: '`zypper install` leaves its metadata and downloads in the image',
      why: 'The metadata of the repositories is some 50 MB and of no use when the image runs. Only a clean-up in the same `RUN` keeps it out of the layer.',
      lesson,
      bad: 'FROM opensuse/leap:15.6\nRUN zypper install -y curl\n',
      good: 'FROM opensuse/leap:15.6\nRUN zypper install -y curl && zypper clean --all\n',
      exception: inBase,
    },
  },
  rpmRow('microdnf', 'redhat/ubi9-minimal:9.6', ['DL3040'], ['/var/cache/yum', '/var/cache/dnf']),
  {
    id: 'pip',
    managers: ['pip'],
    commands: new Set(['pip']),
    aliases: ['DL3042'],
    severity: 'warning',
    unshipped: 'hint',
    flag: '--no-cache-dir',
    // pip takes any beginning of an option that is unique.
    noCache: ['--no-cache'],
    cleanup: () => 'rm -rf ~/.cache/pip',
    cleaners: ['pip'],
    offVariables: ['PIP_NO_CACHE_DIR'],
    isOff: (value) => value !== '' && !/^(0|off|no|false|n|f)$/i.test(value),
    folders: ['/root/.cache/pip'],
    isConfigured: (file) =>
      file.once('pip is configured', () => /pip\.conf|\bpip[\d.]* config (?:-\S+ ){0,3}set\b/.test(file.text)),
    docs: {
      summary: '`pip install` keeps what it downloads in the image',
      why: 'pip saves each wheel for another installation, which an image never sees: the layer holds every package twice. `--no-cache-dir` leaves the copies out.',
      lesson,
      bad: 'FROM python:3.14\nCOPY requirements.txt .\nRUN pip install -r requirements.txt\n',
      good: 'FROM python:3.14\nCOPY requirements.txt .\nRUN pip install --no-cache-dir -r requirements.txt\n',
      exception:
        'With `RUN --mount=type=cache,target=/root/.cache/pip` the cache is wanted, and outside the image. A stage that is never shipped can keep it.',
    },
  },
  {
    id: 'npm',
    managers: ['npm'],
    aliases: [],
    severity: 'info',
    unshipped: 'silent',
    cleanup: () => 'npm cache clean --force',
    cleaners: ['npm'],
    folders: ['/root/.npm'],
    removed: /(^|\/)(\.npm|_cacache)(\/|["']?$)/,
    docs: {
      summary: '`npm install` leaves its cache in the image',
      why: 'npm keeps the archive of every package that it has downloaded, so the layer holds each package twice.',
      lesson,
      bad: 'FROM node:24\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN npm ci --omit=dev\n',
      good: 'FROM node:24\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN npm ci --omit=dev && npm cache clean --force\n',
      exception: inBase,
    },
  },
  {
    id: 'yarn',
    managers: ['yarn-classic'],
    aliases: ['DL3060'],
    severity: 'info',
    unshipped: 'silent',
    cleanup: () => 'yarn cache clean',
    cleaners: ['yarn-classic'],
    folders: ['/usr/local/share/.cache/yarn', '/root/.cache/yarn'],
    removed: /\.cache(\/|["']?$)|yarn/,
    // Yarn 2 and later may run the application from its cache.
    isConfigured: (file, call) => yarnIsModern(file, call) === 'yes',
    safetyOf: (file, call) => (yarnIsModern(file, call) === 'no' ? 'safe' : 'unsafe'),
    docs: {
      summary: '`yarn install` leaves its cache in the image',
      why: 'Yarn 1 keeps the archive of every package that it has downloaded, so the layer holds each package twice.',
      lesson,
      bad: 'FROM node:22\nWORKDIR /app\nCOPY package.json yarn.lock ./\nRUN yarn install --frozen-lockfile --production\n',
      good: 'FROM node:22\nWORKDIR /app\nCOPY package.json yarn.lock ./\nRUN yarn install --frozen-lockfile --production && yarn cache clean\n',
      exception: inBase,
    },
  },
  {
    id: 'conda',
    managers: ['conda'],
    aliases: [],
    severity: 'info',
    unshipped: 'silent',
    cleanup: ({ name }) => (name === 'micromamba' ? 'micromamba clean --all --yes' : `${name} clean -afy`),
    cleaners: ['conda'],
    folders: ['/opt/conda/pkgs', '/root/.conda/pkgs'],
    removed: /\/pkgs(\/|["']?$)|conda/,
    docs: {
      summary: '`conda install` leaves its package cache in the image',
      why: 'conda keeps the archives, the index and every unpacked package beside the environments; that is often more than the environment itself.',
      lesson,
      bad: 'FROM condaforge/miniforge3:25.3.1-0\nRUN conda install -y numpy=2.3\n',
      good: 'FROM condaforge/miniforge3:25.3.1-0\nRUN conda install -y numpy=2.3 && conda clean -afy\n',
      exception: inBase,
    },
  },
  {
    id: 'gem',
    managers: ['gem'],
    aliases: [],
    severity: 'info',
    unshipped: 'silent',
    cleanup: () => 'rm -rf "$(gem env gemdir)"/cache',
    cleaners: [],
    folders: ['/usr/local/bundle/cache'],
    removed: /\/cache(\/|["']?$)|\.gem\b/,
    isConfigured: (_, { own }) => own.flag('-i', '--install-dir') !== undefined || own.hasFlag('--user-install'),
    docs: {
      summary: '`gem install` leaves the downloaded gems in the image',
      why: 'RubyGems keeps the archive of every gem in the folder `cache` of the installation, and nothing reads it again.',
      lesson,
      bad: 'FROM ruby:3.4\nRUN gem install rake:13.3.0\n',
      good: 'FROM ruby:3.4\nRUN gem install rake:13.3.0 && rm -rf "$(gem env gemdir)"/cache\n',
      exception: inBase,
    },
  },
  {
    id: 'composer',
    managers: ['composer'],
    aliases: [],
    severity: 'info',
    unshipped: 'silent',
    cleanup: ({ name }) => `${name} clear-cache`,
    cleaners: ['composer'],
    offVariables: ['COMPOSER_CACHE_DIR'],
    isOff: (value) => value === '/dev/null',
    folders: ['/tmp/cache', '/root/.composer/cache', '/root/.cache/composer'],
    removed: /composer|\.cache(\/|["']?$)|\/tmp\/?\*?["']?$/,
    docs: {
      summary: '`composer install` leaves its cache in the image',
      why: 'Composer keeps the archive of every package that it has downloaded, so the layer holds each package twice.',
      lesson,
      bad: 'FROM composer:2.8\nCOPY composer.json composer.lock ./\nRUN composer install --no-dev\n',
      good: 'FROM composer:2.8\nCOPY composer.json composer.lock ./\nRUN composer install --no-dev && composer clear-cache\n',
      exception: inBase,
    },
  },
]
