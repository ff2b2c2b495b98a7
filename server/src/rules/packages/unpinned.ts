/** `<manager>-unpinned`: packages without a version. One row a manager. */

import type { LintFile } from '../../lint/lint-file.ts'
import { type PackageCall, packageCalls } from '../../lint/package-calls.ts'
import type { Rule } from '../../lint/rule.ts'

interface Row {
  readonly id: string
  /** Rows of the table of package managers. */
  readonly managers: readonly string[]
  readonly subcommands?: readonly string[]
  readonly alias: string
  /** The managers that the alias is about, where not all are. */
  readonly aliasManagers?: readonly string[]
  readonly severity: 'info' | 'off'
  /** How a version is written, in the message. */
  readonly pin: string
  /** The same for the address of a repository. */
  readonly revision?: string
  /** Names that need none. */
  isFree?(call: PackageCall, name: string, file: LintFile): boolean
  readonly what: string
  readonly bad: string
  readonly good: string
  readonly exception: string
}

const mirrors =
  'Distributions take old versions out of their archives, so that a pinned build stops working some day. Pinning the base image by digest, or installing from a snapshot of the archive, holds the versions without naming them.'

const rows: readonly Row[] = [
  {
    id: 'apt',
    managers: ['apt-get'],
    subcommands: ['install', 'reinstall'],
    alias: 'DL3008',
    severity: 'off',
    pin: 'name=version',
    what: 'apt-get install',
    bad: 'FROM debian:13\nRUN apt-get update && apt-get install -y curl\n',
    good: 'FROM debian:13\nRUN apt-get update && apt-get install -y curl=8.14.*\n',
    exception: mirrors,
  },
  {
    id: 'apk',
    managers: ['apk'],
    alias: 'DL3018',
    severity: 'off',
    pin: 'name~version',
    isFree: (_, name) => name.startsWith('.') || name.startsWith('!'),
    what: 'apk add',
    bad: 'FROM alpine:3.22\nRUN apk add --no-cache curl\n',
    good: 'FROM alpine:3.22\nRUN apk add --no-cache curl~8.14\n',
    exception: mirrors,
  },
  {
    id: 'dnf',
    managers: ['dnf', 'microdnf'],
    alias: 'DL3041',
    severity: 'off',
    pin: 'name-version',
    what: 'dnf install',
    bad: 'FROM fedora:43\nRUN dnf install -y curl\n',
    good: 'FROM fedora:43\nRUN dnf install -y curl-8.15.0\n',
    exception: mirrors,
  },
  {
    id: 'yum',
    managers: ['yum'],
    alias: 'DL3033',
    severity: 'off',
    pin: 'name-version',
    what: 'yum install',
    bad: 'FROM rockylinux:9\nRUN yum install -y curl\n',
    good: 'FROM rockylinux:9\nRUN yum install -y curl-7.76.1\n',
    exception: mirrors,
  },
  {
    id: 'zypper',
    managers: ['zypper'],
    alias: 'DL3037',
    severity: 'off',
    pin: 'name=version',
    what: 'zypper install',
    bad: 'FROM opensuse/leap:15.6\nRUN zypper install -y curl\n',
    good: 'FROM opensuse/leap:15.6\nRUN zypper install -y curl=8.6.0\n',
    exception: mirrors,
  },
  {
    id: 'pip',
    managers: ['pip', 'uv'],
    subcommands: ['install', 'pip install', 'tool install'],
    alias: 'DL3013',
    aliasManagers: ['pip'],
    severity: 'info',
    pin: 'name==version',
    revision: 'address@revision',
    isFree: isInstallerItself,
    what: 'pip install',
    bad: 'FROM python:3.14\nRUN pip install --no-cache-dir flask\n',
    good: 'FROM python:3.14\nRUN pip install --no-cache-dir flask==3.1.2\n',
    exception:
      'Tools whose newest version is wanted on purpose. For applications, a requirements file with hashes is better than versions here.',
  },
  {
    id: 'npm',
    managers: ['npm', 'yarn-classic', 'pnpm', 'bun'],
    subcommands: ['install', 'i', 'add', 'global add'],
    alias: 'DL3016',
    aliasManagers: ['npm'],
    severity: 'info',
    pin: 'name@version',
    revision: 'address#revision',
    what: 'npm install',
    bad: 'FROM node:24\nRUN npm install -g serve\n',
    good: 'FROM node:24\nRUN npm install -g serve@14.2.5\n',
    exception: 'Tools whose newest version is wanted on purpose.',
  },
  {
    id: 'gem',
    managers: ['gem'],
    subcommands: ['install', 'i'],
    alias: 'DL3028',
    severity: 'info',
    pin: 'name:version',
    what: 'gem install',
    bad: 'FROM ruby:3.4\nRUN gem install rake\n',
    good: 'FROM ruby:3.4\nRUN gem install rake:13.3.0\n',
    exception: 'Tools whose newest version is wanted on purpose.',
  },
  {
    id: 'go-install',
    managers: ['go'],
    subcommands: ['install', 'get', 'run'],
    alias: 'DL3062',
    severity: 'info',
    pin: 'module@version',
    isFree: isOwnModule,
    what: 'go install',
    bad: 'FROM golang:1.25\nRUN go install golang.org/x/tools/cmd/stringer@latest\n',
    good: 'FROM golang:1.25\nRUN go install golang.org/x/tools/cmd/stringer@v0.38.0\n',
    exception: 'Inside a module, `go.mod` names the version.',
  },
]

/** One rule for each manager whose packages have versions. */
export const unpinnedRules: readonly Rule[] = rows.map(unpinned)

function unpinned(row: Row): Rule {
  return {
    id: `${row.id}-unpinned`,
    family: 'packages',
    aliases: [row.alias],
    severity: row.severity,
    docs: {
      summary: `\`${row.what}\` takes whatever version is newest`,
      why: 'The same Dockerfile gives another image next week, and a new release may break it when nobody has touched it. With versions in the file a change is a change to the file.',
      lesson: 'Pin specific versions (part 5)',
      bad: row.bad,
      good: row.good,
      exception: row.exception,
    },
    check(file, report) {
      for (const call of packageCalls(file, ...row.managers)) {
        if (!call.installs || call.constrained) continue
        if (row.subcommands && !row.subcommands.includes(call.subcommand)) continue
        const names = call.packages.filter(({ word, kind }) => {
          return kind === 'unpinned' && !row.isFree?.(call, word.value ?? word.text, file)
        })
        const [first] = names
        if (!first) continue
        const name = first.word.value ?? first.word.text
        const more = names.length > 1 ? ` and ${names.length - 1} more` : ''
        report({
          range: first.word,
          message: `\`${name}\`${more}: no version; write \`${name.includes('://') ? (row.revision ?? row.pin) : row.pin}\``,
          aliases: row.aliasManagers && !row.aliasManagers.includes(call.manager.id) ? [] : undefined,
        })
      }
    },
  }
}

/** `pip install --upgrade pip setuptools wheel`: the installer, brought up to date before it is used. */
function isInstallerItself({ own }: PackageCall, name: string): boolean {
  return ['pip', 'setuptools', 'wheel'].includes(name) && own.hasFlag('-U', '--upgrade')
}

/** Source files, packages of the standard library, and those whose version a `go.mod` copied before names. */
function isOwnModule(call: PackageCall, name: string, file: LintFile): boolean {
  if (name.endsWith('.go')) return true
  const [domain] = name.split('/')
  if (call.subcommand !== 'get' && !domain.includes('.')) return true
  return !name.includes('@') && call.subcommand !== 'get' && hasModule(file, call)
}

function hasModule(file: LintFile, { own }: PackageCall): boolean {
  const { instruction } = own
  const first = file.once('first copy of a Go module', () => {
    const places: number[] = []
    for (const copy of file.instructions('COPY', 'ADD')) {
      const brings = copy.words.slice(0, -1).some(({ text }) => /(^|\/)(go\.(mod|work|\*)|\.?)$/.test(text))
      if (brings && !copy.flags.some((flag) => flag.name === 'from')) places.push(copy.index)
    }
    return places
  })
  const stage = file.stageOf(instruction)
  const lineage = new Set(stage && file.facts.lineage(stage).map(({ index }) => index))
  return first.some((place) => place < instruction.index && lineage.has(file.graph.stageOf[place]?.index ?? -1))
}
