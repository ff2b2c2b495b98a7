/**
 * The label keys of the Open Container Initiative, which registries and scanners read.
 * Source: https://github.com/opencontainers/image-spec/blob/main/annotations.md#pre-defined-annotation-keys
 */

export interface LabelDoc {
  readonly summary: string
  /** A value that it may have. */
  readonly sample: string
}

export const labelDocs: Readonly<Record<string, LabelDoc>> = {
  'org.opencontainers.image.created': {
    summary:
      'When the image was built, as an RFC 3339 time. It changes with each build: pass it as an ARG, near the end.',
    sample: '2026-11-20T08:30:00Z',
  },
  'org.opencontainers.image.authors': {
    summary: 'Whom to ask about the image: people or a team, in any form.',
    sample: 'Ada <ada@example.com>',
  },
  'org.opencontainers.image.url': {
    summary: 'A page about the image for those who use it.',
    sample: 'https://example.com/shop',
  },
  'org.opencontainers.image.documentation': {
    summary: 'Where the documentation of the image is.',
    sample: 'https://example.com/shop/docs',
  },
  'org.opencontainers.image.source': {
    summary: 'Where the source code is. GitHub’s registry links the package to this repository.',
    sample: 'https://github.com/example/shop',
  },
  'org.opencontainers.image.version': {
    summary: 'The version of the packaged software, as its repository tags it.',
    sample: '1.4.2',
  },
  'org.opencontainers.image.revision': {
    summary: 'The commit that was built. It changes with each build: pass it as an ARG, near the end.',
    sample: '8f4c1d0',
  },
  'org.opencontainers.image.vendor': { summary: 'The organisation that publishes the image.', sample: 'Example Ltd' },
  'org.opencontainers.image.licenses': {
    summary: 'The licences of what is in the image, as an SPDX expression.',
    sample: 'MIT',
  },
  'org.opencontainers.image.ref.name': { summary: 'The name of the tag that the image is meant for.', sample: '1.4' },
  'org.opencontainers.image.title': { summary: 'The name of the image for people.', sample: 'Shop' },
  'org.opencontainers.image.description': {
    summary: 'What the software in the image does, in a sentence.',
    sample: 'The shop’s web server',
  },
  'org.opencontainers.image.base.digest': {
    summary: 'The digest of the base image that it was built on.',
    sample: 'sha256:24454f830cdb571e2c4ad15481119c43b3cafd48dd869a9b2945d1036d1dc68d',
  },
  'org.opencontainers.image.base.name': {
    summary: 'The reference of the base image that it was built on.',
    sample: 'docker.io/library/debian:13-slim',
  },
}
