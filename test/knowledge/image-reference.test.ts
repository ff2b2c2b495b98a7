import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseImageReference, withTag } from '../../server/src/knowledge/image-reference.ts'
import { image } from './reference.ts'

describe('parts', () => {
  test.each([
    ['node', { path: 'node', repository: 'node' }],
    ['node:20-slim', { path: 'node', repository: 'node', tag: '20-slim' }],
    ['docker.io/library/node:20', { registry: 'docker.io', path: 'library/node', repository: 'node', tag: '20' }],
    [
      'index.docker.io/grafana/grafana',
      { registry: 'index.docker.io', path: 'grafana/grafana', repository: 'grafana/grafana' },
    ],
    ['library/alpine', { path: 'library/alpine', repository: 'alpine' }],
    ['arm64v8/alpine:3.20', { path: 'arm64v8/alpine', repository: 'alpine', tag: '3.20', architecture: 'arm64v8' }],
    [
      'docker.io/amd64/debian',
      { registry: 'docker.io', path: 'amd64/debian', repository: 'debian', architecture: 'amd64' },
    ],
    [
      'public.ecr.aws/docker/library/python:3',
      { registry: 'public.ecr.aws', path: 'docker/library/python', repository: 'python', tag: '3' },
    ],
    ['mirror.gcr.io/library/golang', { registry: 'mirror.gcr.io', path: 'library/golang', repository: 'golang' }],
    ['ghcr.io/owner/name:v1', { registry: 'ghcr.io', path: 'owner/name', repository: 'ghcr.io/owner/name', tag: 'v1' }],
    ['localhost/app', { registry: 'localhost', path: 'app', repository: 'localhost/app' }],
    [
      'localhost:5000/team/app:1.0',
      { registry: 'localhost:5000', path: 'team/app', repository: 'localhost:5000/team/app', tag: '1.0' },
    ],
    ['[::1]:5000/app', { registry: '[::1]:5000', path: 'app', repository: '[::1]:5000/app' }],
    ['REGISTRY/app', { registry: 'REGISTRY', path: 'app', repository: 'REGISTRY/app' }],
    ['a__b/c-d.e', { path: 'a__b/c-d.e', repository: 'a__b/c-d.e' }],
  ])('%s', (text, parts) => {
    const { parts: _, text: __, ...rest } = image(text)
    expect(rest).toEqual(parts)
  })

  test('a digest, with and without a tag', () => {
    const digest = `sha256:${'0123456789abcdef'.repeat(4)}`
    expect(image(`node@${digest}`)).toMatchObject({ repository: 'node', digest })
    expect(image(`localhost:5000/node:20@${digest}`)).toMatchObject({ registry: 'localhost:5000', tag: '20', digest })
  })

  test('the offsets of the parts', () => {
    const text = `quay.io:443/a/b:1.2@sha256:${'a'.repeat(64)}`
    const { parts } = image(text)
    const cut = (part?: { start: number; end: number }) => part && text.slice(part.start, part.end)
    expect([cut(parts.registry), cut(parts.path), cut(parts.tag), cut(parts.digest)]).toEqual([
      'quay.io:443',
      'a/b',
      '1.2',
      `sha256:${'a'.repeat(64)}`,
    ])
  })
})

test.each([
  '',
  ':20',
  'node:',
  'node@',
  'Node',
  'node:20@md5',
  'node:$VERSION',
  '$BASE',
  `$\{BASE}`,
  'a//b',
  '/node',
  'node/',
  'a b',
  '-node',
  'node-',
  'a..b',
  'a___b',
  'https://example.com/a',
  'f'.repeat(64),
  `node:${'x'.repeat(129)}`,
])('%s is no reference', (text) => {
  expect(parseImageReference(text)).toBeUndefined()
})

test('a port needs a path behind it; without one it is a tag', () => {
  expect(image('registry:5000')).toMatchObject({ repository: 'registry', tag: '5000' })
})

test('another tag keeps what was written before it and drops the digest', () => {
  expect(withTag(image(`docker.io/library/node:16@sha256:${'0'.repeat(64)}`), '22')).toBe('docker.io/library/node:22')
})

test('no text makes it throw, and offsets stay inside', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'abZ09.:/@_-$ []') }), (text) => {
      const reference = parseImageReference(text)
      if (!reference) return
      const { parts } = reference
      expect(text.slice(parts.path.start, parts.path.end)).toBe(reference.path)
      if (parts.tag) expect(text.slice(parts.tag.start, parts.tag.end)).toBe(reference.tag)
    }),
  )
})
