/** Outline, folding, links and selection: what the editor draws around the text. */
import { describe, expect, it } from 'vitest'
import { documentLinks, imagePage } from '../../server/src/ide/document-links.ts'
import { folds } from '../../server/src/ide/folding.ts'
import { type OutlineNode, outline } from '../../server/src/ide/outline.ts'
import { selectionRanges } from '../../server/src/ide/selection-ranges.ts'
import { parseImageReference } from '../../server/src/knowledge/image-reference.ts'
import { contextOf, marked } from './marked.ts'

function lines(nodes: readonly OutlineNode[], depth = 0): string[] {
  return nodes.flatMap(({ name, detail, kind, children }) => [
    `${'  '.repeat(depth)}${kind} ${name}${detail === '' ? '' : ` | ${detail}`}`,
    ...lines(children, depth + 1),
  ])
}

describe('the outline', () => {
  it('has stages as containers', () => {
    const { file } = marked(
      'ARG TAG=3\nFROM golang:1.27 AS build\nENV A=1 \\\n  B=2\nRUN go build\nFROM alpine:$TAG\nEXPOSE 80\nCMD ["a"]\n',
    )
    expect(lines(outline(file))).toEqual([
      'variable ARG | TAG=3',
      'stage build | golang:1.27',
      '  variable ENV | A=1 B=2',
      '  command RUN | go build',
      'stage alpine:$TAG',
      '  port EXPOSE | 80',
      '  command CMD | ["a"]',
    ])
  })

  it('has selections inside ranges, and children inside parents', () => {
    const { file } = marked('FROM a AS b\nRUN <<EOF\nx\nEOF\nFROM\nRUN\n')
    const check = (node: OutlineNode): void => {
      expect(node.selection.start).toBeGreaterThanOrEqual(node.range.start)
      expect(node.selection.end).toBeLessThanOrEqual(node.range.end)
      for (const child of node.children) {
        expect(child.range.start).toBeGreaterThanOrEqual(node.range.start)
        expect(child.range.end).toBeLessThanOrEqual(node.range.end)
        check(child)
      }
    }
    outline(file).forEach(check)
  })
})

describe('folding', () => {
  function folded(source: string): string[] {
    return folds(marked(source).file).map(({ startLine, endLine, kind }) =>
      `${startLine}-${endLine} ${kind ?? ''}`.trim(),
    )
  }

  it('folds stages, continued instructions, heredocs and comments', () => {
    expect(
      folded(
        '# one\n# two\nFROM a\nRUN x \\\n  y\nRUN <<EOF\nz\nEOF\n\nFROM b\nCOPY <<A <<B /x/\na\nA\nb\nB\n# last\n',
      ),
    ).toEqual(['0-1 comment', '2-7 region', '3-4', '5-7', '9-14 region', '10-14', '10-12', '12-14'])
  })

  it('folds nothing on one line', () => {
    expect(folded('FROM a\n# x\n')).toEqual([])
  })
})

describe('links', () => {
  const files = contextOf({ 'package.json': '{}', 'src/a b.ts': '' })

  function linked(source: string): string[] {
    const { file, text } = marked(source, files)
    return documentLinks(file).map(({ range, target }) => {
      const [[kind, value]] = Object.entries(target) as [[string, string]]
      return `${text.slice(range.start, range.end)} → ${kind === 'url' ? value : `${kind} ${value}`}`
    })
  }

  it('lead to images, files, rules and addresses', () => {
    expect(
      linked(
        '# see https://example.com/a.\nARG T=13\nFROM debian:$T AS x\n# hadolint ignore=DL4000\nCOPY package.json missing.txt ./\nCOPY ["src/a b.ts", "/x"]\nCOPY --from=nginx:1.27 / /\nCOPY --from=x / /\nRUN curl -o x "https://example.com/x.tgz" https://example.com/$T\nFROM x\nFROM scratch\n',
      ),
    ).toEqual([
      'https://example.com/a → https://example.com/a',
      'debian:$T → https://hub.docker.com/_/debian/tags?name=13',
      'DL4000 → rule maintainer-deprecated',
      'package.json → path package.json',
      '"src/a b.ts" → path src/a b.ts',
      'nginx:1.27 → https://hub.docker.com/_/nginx/tags?name=1.27',
      'https://example.com/x.tgz → https://example.com/x.tgz',
    ])
  })

  it.each([
    ['debian', 'https://hub.docker.com/_/debian'],
    ['docker.io/library/debian:13', 'https://hub.docker.com/_/debian/tags?name=13'],
    ['bitnami/redis', 'https://hub.docker.com/r/bitnami/redis'],
    ['ghcr.io/owner/app:1', 'https://ghcr.io/owner/app'],
    ['quay.io/owner/app', 'https://quay.io/repository/owner/app'],
    ['mcr.microsoft.com/dotnet/sdk:10.0', 'https://mcr.microsoft.com/artifact/mar/dotnet/sdk/about'],
    ['registry.example.com/app', undefined],
  ])('%s has the page %s', (image, url) => {
    expect(imagePage(parseImageReference(image)!)).toBe(url)
  })
})

describe('selection', () => {
  function selected(source: string): string[] {
    const { file, cursor, text } = marked(source)
    return selectionRanges(file, cursor).map(({ start, end }) => text.slice(start, end))
  }

  it('grows from the word to the file', () => {
    const text = 'FROM a\nRUN apt-get update && apt-get install -y "cu rl"\nFROM b\n'
    expect(selected(text.replace('cu rl', 'cu‸ rl'))).toEqual([
      'cu',
      'cu rl',
      '"cu rl"',
      'apt-get install -y "cu rl"',
      'apt-get update && apt-get install -y "cu rl"',
      'RUN apt-get update && apt-get install -y "cu rl"',
      'FROM a\nRUN apt-get update && apt-get install -y "cu rl"',
      text,
    ])
  })

  it('knows flags, mounts, pairs and variables', () => {
    expect(selected('FROM a\nRUN --mount=type=cache,target=/x‸y true\n').slice(0, 5)).toEqual([
      'xy',
      '/xy',
      'target=/xy',
      'type=cache,target=/xy',
      '--mount=type=cache,target=/xy',
    ])
    expect(selected('FROM a\nENV A=1 B=${C‸:-2}\n').slice(0, 4)).toEqual(['C', '${C:-2}', 'B=${C:-2}', 'A=1 B=${C:-2}'])
  })

  it('is never empty of ranges, and each contains the one before', () => {
    const { file, text } = marked('# c\n\nFROM a\nRUN <<EOF\nx "$y" \\\nEOF\nONBUILD COPY a b\n')
    for (let offset = 0; offset <= text.length; offset++) {
      const ranges = selectionRanges(file, offset)
      expect(ranges.length).toBeGreaterThan(0)
      for (let i = 1; i < ranges.length; i++) {
        expect(ranges[i]!.start).toBeLessThanOrEqual(ranges[i - 1]!.start)
        expect(ranges[i]!.end).toBeGreaterThanOrEqual(ranges[i - 1]!.end)
      }
    }
  })
})
