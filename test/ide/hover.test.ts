/** Hovers: every word that is taught has one, each says what holds at this place, and no text of a file becomes markup. */
import { describe, expect, it } from 'vitest'
import {
  commandDocs,
  directiveDocs,
  flagDocs,
  instructionDocs,
  mountOptionDocs,
  predefinedArgDocs,
  signalDocs,
  substitutionDocs,
} from '../../server/src/ide/docs/index.ts'
import { labelDocs } from '../../server/src/ide/docs/labels.ts'
import { hover } from '../../server/src/ide/hover.ts'
import { lint } from '../../server/src/lint/lint.ts'
import { rules } from '../../server/src/rules/index.ts'
import { marked, today } from './marked.ts'

/** The Markdown at the cursor, without problems. */
function at(source: string): string {
  const { file, cursor } = marked(source)
  return hover(file, cursor, [])?.markdown ?? ''
}

/** The text that the hover at the cursor is about. */
function about(source: string): string | undefined {
  const { file, cursor, text } = marked(source)
  const found = hover(file, cursor, [])
  return found && text.slice(found.range.start, found.range.end)
}

describe('what is taught', () => {
  it.each(Object.entries(instructionDocs))(
    '%s: what it does, forms, example, advice, lesson and link',
    (keyword, doc) => {
      const text = at(`FROM a\n${keyword[0]}‸${keyword.slice(1).toLowerCase()} x\n`)
      for (const part of [doc.summary, doc.forms[0], doc.example, doc.advice, doc.lesson, doc.url]) {
        expect(text).toContain(part)
      }
    },
  )

  it('the instruction behind ONBUILD', () => {
    expect(at('FROM a\nONBUILD C‸OPY . .\n')).toContain(instructionDocs.COPY!.summary)
    expect(at('FROM a\nONB‸UILD COPY . .\n')).toContain(instructionDocs.ONBUILD!.summary)
  })

  it.each(
    Object.entries(flagDocs).flatMap(([keyword, flags]) =>
      Object.entries(flags).map(([flag, doc]) => ({ keyword, flag, doc })),
    ),
  )('$keyword --$flag', ({ keyword, flag, doc }) => {
    const text = at(`FROM a\n${keyword} --${flag[0]}‸${flag.slice(1)}=x y\n`)
    for (const part of [doc.summary, doc.form, doc.example, doc.url]) expect(text).toContain(part)
  })

  it.each(
    Object.entries(mountOptionDocs).flatMap(([type, options]) =>
      Object.entries(options).flatMap(([name, doc]) =>
        [name, ...(doc.aliases ?? [])].map((spelling) => ({ type, spelling, doc })),
      ),
    ),
  )('--mount=type=$type,$spelling', ({ type, spelling, doc }) => {
    const text = at(`FROM a\nRUN --mount=type=${type},${spelling[0]}‸${spelling.slice(1)}=/x true\n`)
    expect(text).toContain(doc.summary)
    expect(text).toContain(`of a ${type} mount`)
  })

  it.each(Object.keys(mountOptionDocs))('the type of a %s mount', (type) => {
    expect(at(`FROM a\nRUN --mount=type=‸${type},target=/x true\n`)).toContain(`type=${type}`)
  })

  it.each(Object.entries(directiveDocs))('# %s=', (name, doc) => {
    const text = at(`# ${name[0]}‸${name.slice(1)}=x\nFROM a\n`)
    for (const part of [doc.summary, doc.form, doc.advice, doc.url]) expect(text).toContain(part)
  })

  it.each(Object.entries(predefinedArgDocs))('ARG %s', (name, doc) => {
    expect(at(`FROM a\nARG ${name[0]}‸${name.slice(1)}\n`)).toContain(doc.summary)
    expect(at(`FROM a\nRUN echo $${name[0]}‸${name.slice(1)}\n`)).toContain(doc.summary)
  })

  it.each(Object.entries(signalDocs))('STOPSIGNAL %s', (name, doc) => {
    expect(at(`FROM a\nSTOPSIGNAL ${name[0]}‸${name.slice(1)}\n`)).toContain(doc.summary)
  })

  it.each(Object.entries(substitutionDocs))('the modifier %s', (modifier, doc) => {
    const word = modifier.startsWith('/') ? 'a/b' : 'a'
    expect(at(`FROM a\nARG X=1\nENV Y=\${‸X${modifier}${word}}\n`)).toContain(doc.summary)
  })

  it.each(Object.entries(labelDocs))('LABEL %s', (name, doc) => {
    expect(at(`FROM a\nLABEL ${name[0]}‸${name.slice(1)}="x"\n`)).toContain(doc.summary)
  })

  it.each(
    Object.entries(commandDocs).flatMap(([name, doc]) =>
      [name, ...(doc.aliases ?? [])].map((spelling) => ({ spelling, doc })),
    ),
  )('$spelling', ({ spelling, doc }) => {
    const text = at(`FROM debian:13\nRUN true && ${spelling.slice(0, -1)}‸${spelling.slice(-1)} && true\n`)
    expect(text).toContain(doc.summary)
    expect(text).toContain(doc.lesson)
  })

  it('heredocs, by their markers and terminators', () => {
    expect(at('FROM a\nRUN <‸<EOF\nx\nEOF\n')).toContain('**Heredoc** `EOF`')
    expect(at('FROM a\nCOPY <<-EOF /x\n\tx\n\tEO‸F\n')).toContain('tabs')
    expect(at("FROM a\nCOPY <<'E‸OF' /x\nx\nEOF\n")).toContain('literally')
    expect(at('FROM a\nRUN <<EOF\nx‸yz\nEOF\n')).toBe('')
  })

  it('the words of HEALTHCHECK', () => {
    expect(at('FROM a\nHEALTHCHECK --retries=1 CM‸D true\n')).toContain('**CMD** — the command that checks')
    expect(at('FROM a\nHEALTHCHECK NO‸NE\n')).toContain('switches off')
  })
})

describe('variables', () => {
  it('have the value at this point and its origin', () => {
    const text = at('FROM a\nARG V=1\nENV V=2\nRUN echo $‸V\nENV V=3\n')
    expect(text).toContain('**`V`** = `2`')
    expect(text).toContain('`ENV` of line 3')
    expect(at('FROM a\nARG V=1\nRUN echo ${‸V}\n')).toMatch(/`ARG` of line 2: for the build only/)
  })

  it('of FROM are the global ones', () => {
    const text = at('ARG TAG=3\nFROM alpine:${‸TAG:-4}\n')
    expect(text).toContain('Global `ARG` of line 1')
    expect(text).toContain('`${TAG:-4}` becomes `3` here')
    expect(text).toContain('**`alpine:3`** — Alpine Linux')
  })

  it('say what they need when they have no value', () => {
    expect(at('FROM a\nARG V\nRUN echo $‸V\n')).toContain('`docker build --build-arg V=…`')
    expect(at('ARG V=1\nFROM a\nRUN echo $‸V\n')).toContain('needs `ARG V` here as well')
    expect(at('FROM a\nRUN echo $‸V\n')).toContain('set by no `ARG` or `ENV` above')
    expect(at('FROM a\nRUN V=1; echo $‸V\n')).toContain('set by this shell script')
    expect(at('FROM a\nARG TARGET‸ARCH\n')).toContain('set by the builder')
    expect(at('FROM a\nRUN echo $TARGET‸ARCH\n')).toContain('add `ARG TARGETARCH`')
  })

  it('of the base image are known', () => {
    expect(at('FROM python:3.14\nENV X=$PYTHON_‸VERSION\n')).toContain('set by the base image `python:3.14`')
  })

  it('are the word that is asked about', () => {
    expect(about('FROM a\nARG V=1\nENV A=x${‸V:-2}y\n')).toBe('${V:-2}')
    expect(about('FROM a\nARG ‸V=1\n')).toBe('V')
  })
})

describe('stages', () => {
  const source = 'FROM golang:1.27 AS build\nUSER 1000\nFROM build AS test\nFROM scratch\nCOPY --from=build /a /a\n'

  it('say what they are built on and who uses them, wherever they are named', () => {
    for (const cursor of [source.indexOf('build'), source.indexOf('build AS test'), source.indexOf('build /a')]) {
      const text = at(`${source.slice(0, cursor)}‸${source.slice(cursor)}`)
      expect(text).toContain('**Stage `build`**, number 0 of 3, line 1')
      expect(text).toContain('Built on `golang:1.27`')
      expect(text).toContain('Ends as user `1000`')
      expect(text).toContain('Base of stage `test`, line 3')
      expect(text).toContain('Files copied by stage number 2, line 5')
    }
  })

  it('that are built on stages name the image below', () => {
    expect(at(source.replace('AS test', 'AS ‸test'))).toContain('Built on the stage `build`, and so on `golang:1.27`')
  })

  it('are found by their number', () => {
    expect(at('FROM a AS x\nFROM b\nCOPY --from=‸0 / /\n')).toContain('**Stage `x`**')
  })
})

describe('base images', () => {
  it('have system, user, shell, package manager, end of life and smaller variants', () => {
    const text = at('FROM no‸de:20\n')
    expect(text).toMatch(/\*\*`node:20`\*\* — Debian \d+, glibc/)
    expect(text).toContain('**Node.js 20 is no longer supported**, since 2026-04-30')
    expect(text).toContain('Starts as `root`; there is also `node` (1000)')
    expect(text).toContain('Shell: `/bin/sh` (dash)')
    expect(text).toContain('Packages: `apt-get`')
    expect(text).toMatch(/Smaller:\n\n- `node:20-slim`/)
    expect(text).toContain('*Lesson: Choose lightweight base images (part 5)*')
  })

  it('without a shell say so', () => {
    expect(at('FROM gcr.io/distro‸less/static-debian13\n')).toContain('No shell')
    expect(at('FROM scr‸atch\n')).toContain('no files at all')
  })

  it('that nobody maintains any more say so', () => {
    expect(at('FROM openj‸dk:17\n')).toContain('**No longer maintained**')
  })

  it('that are unknown get no invented facts', () => {
    expect(at('FROM registry.example.com/te‸am/app:1\n')).toBe(
      '**`registry.example.com/team/app:1`** — no facts are known about this image.',
    )
  })

  it('are known in --from and in mounts', () => {
    expect(at('FROM a\nCOPY --from=nginx:1.27‸ / /\n')).toContain('**`nginx:1.27`** — Debian 12')
    expect(at('FROM a\nRUN --mount=from=nginx:‸1.27,target=/x true\n')).toContain('**`nginx:1.27`** — Debian 12')
  })
})

describe('arguments', () => {
  it('ports', () => {
    expect(at('FROM a\nEXPOSE 54‸32\n')).toContain('**5432/tcp** — PostgreSQL')
    expect(at('FROM a\nARG P=53\nEXPOSE 8080 $‸P/udp\n')).toContain('**`P`** = `53`')
    expect(at('FROM a\nEXPOSE 8‸0\n')).toContain('Below 1024')
    expect(at('FROM a\nEXPOSE 99‸999\n')).toBe('')
  })

  it('users of the base image', () => {
    expect(at('FROM node:24\nUSER n‸ode\n')).toContain('uid 1000, gid 1000, home `/home/node`')
    expect(at('FROM a\nUSER ro‸ot\n')).toContain('Root:')
  })

  it('working directories, resolved', () => {
    expect(at('FROM debian:13\nWORKDIR /srv\nWORKDIR a‸pp\n')).toContain('**`/srv/app`** — `app` from here')
  })

  it('signals by number', () => {
    expect(at('FROM a\nSTOPSIGNAL ‸3\n')).toContain('**SIGQUIT** (3)')
  })

  it('flags of commands', () => {
    expect(at('FROM alpine\nRUN apk add --no‸-cache x\n')).toContain('`--no-cache` of `apk add`')
    expect(at('FROM a\nRUN yar‸n build\n')).toBe('')
    expect(at('FROM a\nRUN ./mvn‸w package\n')).toContain('**mvnw**')
    expect(at('FROM alpine\nRUN apk add --weird‸-flag x\n')).toBe('')
  })
})

describe('suppressions', () => {
  it('explain the rule that they silence', () => {
    const source = 'FROM a\n# hadolint ignore=DL30‸14\nRUN apt-get install curl\n'
    expect(at(source)).toContain('**apt-install-without-yes**')
    expect(about(source)).toBe('DL3014')
    expect(at('# check=skip=Maintainer‸Deprecated\nFROM a\n')).toContain('**maintainer-deprecated**')
  })
})

describe('problems', () => {
  const source = 'FROM debian:13\nRUN apt-get update && apt-get ins‸tall curl\n'

  it('say why, before and after, and then what the word means', () => {
    const { file, cursor, text } = marked(source)
    const { problems } = lint({ text, today }, rules, { severities: { 'update-without-install': 'off' } }, file)
    const markdown = hover(file, cursor, problems)?.markdown ?? ''
    const rule = rules.find(({ id }) => id === 'apt-install-without-yes')!
    expect(markdown).toContain(`**${rule.id}** — ${rule.docs.why}`)
    expect(markdown).toContain(rule.docs.bad.trim())
    expect(markdown).toContain(rule.docs.good.trim())
    expect(markdown).toMatch(/\n\n---\n\n\*\*apt-get install\*\* — /)
  })

  it('are left out where there are none', () => {
    const { file, cursor } = marked(source)
    expect(hover(file, cursor, [])?.markdown).not.toContain('apt-install-without-yes')
  })
})

describe('the text of a Dockerfile', () => {
  const hostile = [
    '[x](command:evil)',
    '<img/src=x>',
    '![x](https://evil.example/x.png)',
    '`[x](command:evil)`',
    '``` [x](command:evil)',
  ]

  /** Markdown without code blocks and code spans: what a renderer would read as markup. */
  function markup(markdown: string): string {
    return markdown.replace(/^(`{3,})[^`\n]*\n[\s\S]*?\n\1$/gm, '').replace(/(?<!`)(`+)(?!`)[\s\S]*?(?<!`)\1(?!`)/g, '')
  }

  it('never becomes markup', () => {
    for (const text of hostile) {
      const word = text.replaceAll(' ', '')
      const sources = [
        `ARG X="${text}"\nFROM ‸$X\n`,
        `FROM ${word}‸ AS ${word}\n`,
        `FROM a AS ${word}‸\nFROM b\nCOPY --from=${word} / /\n`,
        `FROM a\nENV ${word}‸=1\n`,
        `FROM a\nARG ${word}‸=${word}\n`,
        `FROM a\nENV X="${text}"\nRUN echo $‸X\n`,
        `FROM a\nENV X=\${Y‸:-${word}}\n`,
        `FROM a\nUSER ${word}‸:${word}\n`,
        `FROM a\nWORKDIR /${word}‸\n`,
        `FROM a\nRUN <<${word}‸\n${word}\n`,
        `FROM a\nLABEL ${word}‸=1\n`,
        `FROM a\nHEALTHCHECK ${word}‸\n`,
        `FROM a\nEXPOSE ${word}‸\n`,
      ]
      for (const source of sources) {
        expect(markup(at(source)), source).not.toMatch(/command:|<img|evil\.example/)
      }
    }
  })
})
