/** Completion: what is offered at the cursor, by context, and what it makes of the text. */
import { describe, expect, it } from 'vitest'
import { type Completion, completions, imageDocumentation } from '../../server/src/ide/completion.ts'
import { flagDocs, mountOptionDocs } from '../../server/src/ide/docs/index.ts'
import { lint } from '../../server/src/lint/lint.ts'
import { rules } from '../../server/src/rules/index.ts'
import { contextOf, marked, today } from './marked.ts'

const files = {
  'package.json': '{}',
  'package-lock.json': '{}',
  'src/index.ts': '',
  'src/deep/a.ts': '',
  'node_modules/x/index.js': '',
  'docs/guide.md': '',
  'docs/keep.md': '',
  '.dockerignore': 'node_modules\ndocs\n!docs/keep.md\n.dockerignore\nDockerfile\n',
  Dockerfile: '',
}

function items(source: string): readonly Completion[] {
  const { file, cursor, text } = marked(source, contextOf(files))
  return completions(file, cursor, () => lint({ text, today }, rules, {}, file).problems)
}

function labels(source: string): string[] {
  return items(source).map(({ label }) => label)
}

/** The text with one of the items taken. */
function taken(source: string, label: string): string {
  const { text } = marked(source)
  const item = items(source).find((each) => each.label === label)
  if (!item) return `no ${label}`
  return text.slice(0, item.range.start) + item.text + text.slice(item.range.end)
}

describe('instructions', () => {
  it('above the first FROM are FROM and ARG', () => {
    expect(labels('‸')).toEqual(['FROM', 'ARG'])
    expect(labels('F‸')).toEqual(['FROM', 'ARG'])
    expect(labels('ARG X=1\n‸\nFROM a\n')).toEqual(['FROM', 'ARG'])
  })

  it('in a stage are all that are current', () => {
    const found = labels('FROM a\n‸')
    expect(found).toHaveLength(17)
    expect(found).toContain('HEALTHCHECK')
    expect(found).not.toContain('MAINTAINER')
  })

  it('behind ONBUILD are those that may stand there', () => {
    const found = labels('FROM a\nONBUILD C‸')
    expect(found).toContain('COPY')
    expect(found).not.toContain('FROM')
    expect(found).not.toContain('ONBUILD')
    expect(taken('FROM a\nONBUILD C‸', 'COPY')).toBe('FROM a\nONBUILD COPY ')
  })

  it('follow the case of the file', () => {
    expect(taken('from a\nr‸', 'run')).toBe('from a\nrun ')
    expect(taken('FROM a\nr‸', 'RUN')).toBe('FROM a\nRUN ')
  })

  it('take no second blank', () => {
    expect(taken('FROM a\nCO‸ . .\n', 'COPY')).toBe('FROM a\nCOPY . .\n')
  })

  it('are not offered inside continued lines, heredocs and arguments', () => {
    expect(labels('FROM a\nRUN echo \\\n  ‸')).not.toContain('COPY')
    expect(labels('FROM a\nRUN echo \\\n‸')).not.toContain('COPY')
    expect(labels('FROM a\nRUN <<EOF\n‸\nEOF\n')).toEqual([])
    expect(labels('FROM a\nRUN echo C‸')).toEqual([])
  })

  it('come with what they mean', () => {
    expect(items('FROM a\n‸').find(({ label }) => label === 'COPY')?.documentation).toContain('**COPY** — ')
  })
})

describe('flags', () => {
  it.each(Object.keys(flagDocs))('of %s are all that it has', (keyword) => {
    const names = Object.keys(flagDocs[keyword]!).map((name) => `--${name}`)
    expect(labels(`FROM a\n${keyword} --‸`).sort()).toEqual(names.sort())
    expect(labels(`FROM a\n${keyword} ‸`)).toEqual(expect.arrayContaining(names))
  })

  it('are offered once, mounts as often as one likes', () => {
    expect(labels('FROM a\nCOPY --link --‸ . .\n')).not.toContain('--link')
    expect(labels('FROM a\nRUN --mount=type=cache,target=/x --‸')).toContain('--mount')
  })

  it('are not offered behind the first argument', () => {
    expect(labels('FROM a\nCOPY . --‸')).not.toContain('--link')
    expect(labels('FROM a\nRUN echo --‸')).toEqual([])
  })

  it('have values', () => {
    expect(labels('FROM a\nRUN --network=‸')).toEqual(['default', 'none', 'host'])
    expect(labels('FROM a\nHEALTHCHECK --interval=‸')).toContain('30s')
    expect(taken('FROM --platform=$BUILD‸ a\n', 'BUILDPLATFORM')).toBe('FROM --platform=$BUILDPLATFORM a\n')
    expect(taken('FROM a\nCOPY --ch‸ . .', '--chmod')).toBe('FROM a\nCOPY --chmod= . .')
    expect(taken('FROM a\nCOPY --l‸', '--link')).toBe('FROM a\nCOPY --link ')
  })

  it('are found on continued lines', () => {
    expect(taken('FROM a\nRUN --mount=type=cache,target=/x \\\n    --net‸', '--network')).toBe(
      'FROM a\nRUN --mount=type=cache,target=/x \\\n    --network=',
    )
  })
})

describe('mounts', () => {
  it('have types', () => {
    expect(labels('FROM a\nRUN --mount=‸')).toEqual(expect.arrayContaining(['type=cache', 'type=secret', 'target']))
    expect(taken('FROM a\nRUN --mount=ty‸', 'type=cache')).toBe('FROM a\nRUN --mount=type=cache,')
    expect(taken('FROM a\nRUN --mount=type=c‸', 'cache')).toBe('FROM a\nRUN --mount=type=cache,')
  })

  it.each(Object.keys(mountOptionDocs))('of type %s have its options', (type) => {
    expect(labels(`FROM a\nRUN --mount=type=${type},‸`)).toEqual(Object.keys(mountOptionDocs[type]!))
  })

  it('offer an option once, under whichever name', () => {
    expect(labels('FROM a\nRUN --mount=type=cache,dst=/x,‸')).not.toContain('target')
  })

  it('have values of options', () => {
    expect(labels('FROM a\nRUN --mount=type=cache,sharing=‸')).toEqual(['shared', 'private', 'locked'])
    expect(labels('FROM a\nRUN --mount=type=cache,target=‸')).toContain('/root/.npm')
    expect(labels('FROM a AS one\nFROM b\nRUN --mount=type=bind,from=‸')).toContain('one')
    expect(taken('FROM a\nRUN --mount=type=bind,source=src/‸', 'deep/')).toBe(
      'FROM a\nRUN --mount=type=bind,source=src/deep/',
    )
    expect(labels('FROM a\nRUN --mount=type=secret,id=token true\nRUN --mount=type=secret,id=‸')).toEqual(['token'])
  })
})

describe('stages', () => {
  const above = 'FROM a AS one\nFROM b\nFROM c AS three\n'

  it('are offered by name and number, the nearest first, and only those above', () => {
    expect(labels(`FROM z AS zero\nFROM a AS one\nFROM b\nCOPY --from=‸ / /\nFROM c AS later\n`)).toEqual([
      'one',
      'zero',
      '1',
      '0',
    ])
  })

  it('are bases', () => {
    expect(labels(`${above}FROM ‸`).slice(0, 2)).toEqual(['three', 'one'])
  })

  it('get a name', () => {
    expect(labels('FROM a AS build\nFROM b ‸')).toEqual(['AS'])
    const names = labels('FROM a AS build\nFROM b AS ‸')
    expect(names).toContain('test')
    expect(names).not.toContain('build')
  })
})

describe('images', () => {
  it('are those that facts are known of', () => {
    const found = labels('FROM nod‸')
    expect(found).toContain('node')
    expect(found).toContain('mcr.microsoft.com/dotnet/sdk')
    expect(found).not.toContain('openjdk')
  })

  it('have tags: supported releases in all variants', () => {
    const found = labels('FROM node:‸')
    expect(found.slice(0, 3)).toEqual(['26', '24', '22'])
    expect(found).toContain('24-alpine')
    expect(found).toContain('24-slim')
    expect(taken('FROM mcr.microsoft.com/dotnet/sdk:1‸', '10.0')).toBe('FROM mcr.microsoft.com/dotnet/sdk:10.0')
  })

  it('have documentation when it is asked for', () => {
    const item = items('FROM node:24‸').find(({ label }) => label === '24-slim')
    expect(imageDocumentation(item!.image!, today)).toContain('**`node:24-slim`**')
  })

  it('that nothing is known of have no tags', () => {
    expect(labels('FROM registry.example.com/app:‸')).toEqual([])
  })

  it('replace the word around the cursor', () => {
    const item = items('FROM no‸de:20 AS x\n').find(({ label }) => label === 'node')
    expect(item).toMatchObject({ range: { start: 5, end: 7 }, replaceEnd: 12 })
  })
})

describe('variables', () => {
  it('are those that are set here, with their values', () => {
    const found = items('ARG G=1\nFROM a\nARG X=1\nENV Y=$X-2\nRUN echo $‸\nENV LATER=1\n')
    expect(found.map(({ label, detail }) => `${label}=${detail}`).slice(0, 2)).toEqual(['Y=1-2', 'X=1'])
    expect(found.map(({ label }) => label)).not.toContain('LATER')
    expect(found.map(({ label }) => label)).not.toContain('G')
  })

  it('of FROM are the global ones and those of the platform', () => {
    const found = labels('ARG TAG=3\nFROM alpine:$‸\nARG X\n')
    expect(found[0]).toBe('TAG')
    expect(found).toContain('TARGETARCH')
    expect(found).not.toContain('X')
  })

  it('close their braces', () => {
    expect(taken('FROM a\nARG ABC=1\nENV Y=${A‸\n', 'ABC')).toBe('FROM a\nARG ABC=1\nENV Y=${ABC}\n')
    expect(taken('FROM a\nARG ABC=1\nENV Y=${A‸}\n', 'ABC')).toBe('FROM a\nARG ABC=1\nENV Y=${ABC}\n')
    expect(taken('FROM a\nARG ABC=1\nWORKDIR /x/$‸\n', 'ABC')).toBe('FROM a\nARG ABC=1\nWORKDIR /x/$ABC\n')
  })

  it('are known in quotes, in the shell and in heredocs', () => {
    for (const line of ['ENV Y="a $‸', 'RUN echo "$‸"', 'RUN <<EOF\necho $‸\nEOF', 'COPY ["$‸']) {
      expect(labels(`FROM a\nARG ABC=1\n${line}\n`), line).toContain('ABC')
    }
  })

  it('of the base image are known', () => {
    expect(labels('FROM python:3.14\nENV X=$‸\n')).toContain('PYTHON_VERSION')
  })

  it('are not offered behind an escaped dollar', () => {
    expect(labels('FROM a\nARG ABC=1\nENV Y=\\$‸\n')).toEqual([])
  })

  it('take modifiers', () => {
    expect(taken('FROM a\nARG ABC=1\nENV Y=${ABC:‸\n', ':-')).toBe('FROM a\nARG ABC=1\nENV Y=${ABC:-\n')
  })
})

describe('paths', () => {
  it('are those of the context, without what is ignored', () => {
    const found = labels('FROM a\nCOPY ‸')
    expect(found).toEqual(expect.arrayContaining(['package.json', 'package-lock.json', 'src/', 'docs/']))
    for (const ignored of ['node_modules/', '.dockerignore', 'Dockerfile']) expect(found).not.toContain(ignored)
  })

  it('go into folders, and to what an exception lets through', () => {
    expect(labels('FROM a\nCOPY src/‸')).toEqual(['deep/', 'index.ts'])
    expect(labels('FROM a\nCOPY ./docs/‸')).toEqual(['keep.md'])
    expect(taken('FROM a\nCOPY src/i‸', 'index.ts')).toBe('FROM a\nCOPY src/index.ts')
  })

  it('never lead out of the context', () => {
    expect(labels('FROM a\nCOPY ../‸')).toEqual([])
    expect(labels('FROM a\nCOPY src/../../‸')).toEqual([])
  })

  it('stand in JSON arrays', () => {
    expect(taken('FROM a\nCOPY ["pack‸', 'package.json')).toBe('FROM a\nCOPY ["package.json')
  })

  it('are not offered for copies from a stage', () => {
    expect(labels('FROM b AS x\nFROM a\nCOPY --from=x ‸')).not.toContain('package.json')
  })

  it('have the working directory as destination', () => {
    expect(labels('FROM a\nWORKDIR /srv\nCOPY package.json ‸').slice(0, 2)).toEqual(['./', '/srv/'])
  })
})

describe('arguments', () => {
  it('users are those of the image and those that the file makes', () => {
    expect(labels('FROM node:24\nRUN useradd --system app\nUSER ‸')).toEqual(
      expect.arrayContaining(['app', 'node', 'root']),
    )
    expect(labels('FROM node:24\nCOPY --chown=node:‸')).toContain('node')
  })

  it('signals, those that end a program first', () => {
    const found = labels('FROM a\nSTOPSIGNAL ‸')
    expect(found).toContain('SIGTERM')
    expect(found.indexOf('SIGQUIT')).toBeLessThan(found.indexOf('SIGKILL'))
  })

  it('ports, those of the base image first', () => {
    expect(labels('FROM postgres:18\nEXPOSE ‸')[0]).toBe('5432')
  })

  it('forms of SHELL fit the base image', () => {
    expect(labels('FROM debian:13\nSHELL ‸')[0]).toBe('["/bin/bash", "-o", "pipefail", "-c"]')
    expect(labels('FROM alpine:3.24\nSHELL ‸')[0]).toContain('/bin/ash')
    expect(labels('FROM mcr.microsoft.com/windows/servercore:ltsc2025\nSHELL ‸')[0]).toContain('powershell')
  })

  it('arguments to repeat and to declare', () => {
    const found = items('ARG TAG=3\nFROM a\nARG ‸')
    expect(found[0]).toMatchObject({ label: 'TAG', detail: 'repeats the global ARG, 3' })
    expect(found.map(({ label }) => label)).toContain('TARGETARCH')
  })

  it('variables that the base image reads', () => {
    expect(taken('FROM postgres:18\nENV POSTGRES_D‸', 'POSTGRES_DB')).toBe('FROM postgres:18\nENV POSTGRES_DB=')
  })

  it('label keys', () => {
    expect(taken('FROM a\nLABEL org.op‸', 'org.opencontainers.image.source')).toBe(
      'FROM a\nLABEL org.opencontainers.image.source=',
    )
  })

  it('the check of HEALTHCHECK', () => {
    expect(labels('FROM a\nHEALTHCHECK ‸').slice(0, 2)).toEqual(['CMD ', 'NONE'])
  })
})

describe('comments', () => {
  it('at the top are directives with their values', () => {
    expect(taken('#‸\nFROM a\n', 'syntax=')).toBe('# syntax=\nFROM a\n')
    expect(labels('# syntax=‸\nFROM a\n')[0]).toBe('docker/dockerfile:1')
    expect(labels('# escape=‸\nFROM a\n')).toEqual(['\\', '`'])
    expect(labels('# check=skip=‸\nFROM a\n')).toContain('MaintainerDeprecated')
    expect(taken('# check=skip=A,Main‸\nFROM a\n', 'MaintainerDeprecated')).toBe(
      '# check=skip=A,MaintainerDeprecated\nFROM a\n',
    )
  })

  it('below the top are no directives', () => {
    expect(labels('FROM a\n# ‸')).not.toContain('syntax=')
  })

  it('silence rules, those of the instruction below first', () => {
    const source = 'FROM debian:13\n# dockerfile-coach ignore=‸\nRUN apt-get install curl\n'
    const found = labels(source)
    expect(found).toContain('apt-install-without-yes')
    expect(found.indexOf('apt-install-without-yes')).toBeLessThan(found.indexOf('maintainer-deprecated'))
    expect(taken(source, 'apt-install-without-yes')).toContain('ignore=apt-install-without-yes\n')
  })

  it('for hadolint have its codes', () => {
    const found = labels('FROM debian:13\n# hadolint ignore=‸\nRUN apt-get install curl\n')
    expect(found).toContain('DL3014')
    expect(found.every((name) => /^(DL|SC)\d+$/.test(name))).toBe(true)
  })

  it('take several names, and a reason behind them', () => {
    expect(labels('FROM a\n# dockerfile-coach ignore=latest-tag,main‸\nRUN x\n')).toContain('maintainer-deprecated')
    expect(labels('FROM a\n# dockerfile-coach ignore=latest-tag because it ‸\nRUN x\n')).toEqual([])
  })
})
