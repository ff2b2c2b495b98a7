/** Every flag of every instruction, with its values, its default and the frontend that brought it. */

import type { FlagDoc } from './types.ts'
import { referenceUrl } from './types.ts'

const chmod = {
  summary:
    'Sets the permissions of what is copied, in octal or symbolic form, without the second layer that `RUN chmod` would cost. Linux images only.',
  values: [
    { value: '755', summary: 'programs and directories: all may read and execute' },
    { value: '644', summary: 'plain files: all may read' },
    { value: '555', summary: 'a script that nobody may change' },
    { value: '+x', summary: 'add the executable bit (symbolic, from 1.14)' },
    { value: 'u=rwX,go=rX', summary: 'directories 755, files 644, executables stay so (symbolic, from 1.14)' },
  ],
  default: 'the permissions of the source',
  since: '1.2',
} as const

const chown = {
  summary:
    'Sets the owner of what is copied; names are looked up in the image, a user alone gives its number to the group too. Linux images only.',
  default: '`0:0` (root), whatever USER says',
  since: '1.0',
} as const

const link = {
  summary:
    'Copies into a layer of its own that does not depend on the layers below, so it stays cached when they change. The destination may not lie behind a symbolic link.',
  values: [
    { value: 'true', summary: 'an independent layer; the flag alone means this' },
    { value: 'false', summary: 'an ordinary layer on top of the previous ones' },
  ],
  default: '`false`',
  since: '1.4',
} as const

const exclude = {
  summary:
    'Leaves out what matches the pattern. It may be repeated; patterns are relative to the source and know `*`, `?` and `**`.',
  default: 'nothing is left out',
  since: '1.19',
} as const

/** By instruction keyword, then by flag name without its dashes. */
export const flagDocs: Readonly<Record<string, Readonly<Record<string, FlagDoc>>>> = {
  FROM: {
    platform: {
      summary:
        'Takes the base image for this platform instead of the target’s. `$BUILDPLATFORM` makes a stage run natively, to cross-compile in it.',
      form: '--platform=<os>/<architecture>[/<variant>]',
      values: [
        { value: '$BUILDPLATFORM', summary: 'the platform of the builder: no emulation' },
        { value: '$TARGETPLATFORM', summary: 'the platform that is asked for: the default, so it can be left out' },
        { value: 'linux/amd64', summary: '64-bit Intel and AMD' },
        { value: 'linux/arm64', summary: '64-bit ARM, such as Apple silicon and Graviton' },
      ],
      default: '`$TARGETPLATFORM`',
      since: '1.0',
      example:
        'FROM --platform=$BUILDPLATFORM golang:1.27-alpine AS build\nARG TARGETOS\nARG TARGETARCH\nRUN GOOS=$TARGETOS GOARCH=$TARGETARCH go version',
      url: `${referenceUrl}#from`,
    },
  },
  RUN: {
    mount: {
      summary:
        'Mounts something for this command only: a cache, a secret, files of the context or another stage. Nothing mounted ends up in the layer.',
      form: '--mount=[type=<type>][,<option>=<value>…]',
      values: [
        {
          value: 'type=cache',
          summary: 'a directory that survives between builds, for package managers and compilers',
        },
        { value: 'type=bind', summary: 'files of the context, a stage or an image, read-only; the default type' },
        { value: 'type=secret', summary: 'a secret as file or variable, never stored' },
        { value: 'type=ssh', summary: 'the SSH agent of whoever builds' },
        { value: 'type=tmpfs', summary: 'an empty directory in memory' },
      ],
      default: 'no mount',
      since: '1.2',
      example:
        'FROM node:24-slim\nWORKDIR /app\nCOPY package*.json ./\nRUN --mount=type=cache,target=/root/.npm npm ci',
      url: `${referenceUrl}#run---mount`,
    },
    network: {
      summary: 'The network of this command. `none` proves that a step needs no download.',
      form: '--network=<default|none|host>',
      values: [
        { value: 'default', summary: 'the network of the build' },
        { value: 'none', summary: 'only a private loopback' },
        { value: 'host', summary: 'the network of the machine; needs the entitlement `network.host`' },
      ],
      default: '`default`',
      since: '1.3',
      example: 'RUN --network=none sh -c "echo built without network"',
      url: `${referenceUrl}#run---network`,
    },
    security: {
      summary:
        'Lets the command leave the sandbox, as `docker run --privileged` does. The builder and the build must both allow the entitlement `security.insecure`.',
      form: '--security=<sandbox|insecure>',
      values: [
        { value: 'sandbox', summary: 'the usual restrictions' },
        { value: 'insecure', summary: 'full privileges' },
      ],
      default: '`sandbox`',
      since: '1.20',
      example: 'RUN --security=insecure grep CapEff /proc/self/status',
      url: `${referenceUrl}#run---security`,
    },
    device: {
      summary:
        'Gives the command a device that the builder knows through CDI, such as a GPU. The entitlement `device` is needed unless the device allows itself.',
      form: '--device=<vendor>/<class>[=<name>][,required]',
      values: [
        { value: 'nvidia.com/gpu=all', summary: 'every NVIDIA GPU' },
        { value: 'vendor.com/device', summary: 'the first device of that kind' },
        { value: 'vendor.com/device=*', summary: 'all devices of that kind' },
      ],
      default: 'no device',
      since: '1.27',
      example: 'RUN --device=nvidia.com/gpu=all nvidia-smi',
      url: `${referenceUrl}#run---device`,
    },
  },
  COPY: {
    from: {
      summary:
        'Copies from a stage (by name, or by number from 0), an image, or a context given with `--build-context`, starting at its root.',
      form: '--from=<stage|image|context>',
      default: 'the build context',
      since: '1.0',
      example:
        'FROM golang:1.27-alpine AS build\nRUN go version > /out.txt\n\nFROM alpine:3.24\nCOPY --from=build /out.txt /out.txt',
      url: `${referenceUrl}#copy---from`,
    },
    chmod: {
      ...chmod,
      form: '--chmod=<mode>',
      example: 'COPY --chmod=755 entrypoint.sh /usr/local/bin/',
      url: `${referenceUrl}#copy---chmod`,
    },
    chown: {
      ...chown,
      form: '--chown=<user>[:<group>]',
      example: 'FROM node:24-slim\nWORKDIR /app\nCOPY --chown=node:node . .',
      url: `${referenceUrl}#copy---chown`,
    },
    link: {
      ...link,
      form: '--link[=<true|false>]',
      example: 'COPY --link . /app/',
      url: `${referenceUrl}#copy---link`,
    },
    parents: {
      summary:
        'Keeps the folders of each source below the destination. A `./` inside the source marks where the kept part starts, `**` reaches into every depth.',
      form: '--parents[=<true|false>]',
      values: [
        { value: 'true', summary: 'keep the folders; the flag alone means this' },
        { value: 'false', summary: 'only the last part of the path is kept' },
      ],
      default: '`false`',
      since: '1.20',
      example: 'WORKDIR /app\nCOPY --parents ./packages/**/package.json ./',
      url: `${referenceUrl}#copy---parents`,
    },
    exclude: {
      ...exclude,
      form: '--exclude=<pattern>',
      example: 'WORKDIR /app\nCOPY --exclude=**/*.test.ts --exclude=docs . .',
      url: `${referenceUrl}#copy---exclude`,
    },
  },
  ADD: {
    'keep-git-dir': {
      summary: 'Keeps the `.git` folder when the source is a Git repository.',
      form: '--keep-git-dir[=<true|false>]',
      values: [
        { value: 'true', summary: 'keep it; the flag alone means this' },
        { value: 'false', summary: 'check out the files only' },
      ],
      default: '`false`',
      since: '1.6',
      example: 'ADD --keep-git-dir=true https://github.com/moby/buildkit.git#v0.25.0 /buildkit',
      url: `${referenceUrl}#add---keep-git-dir`,
    },
    checksum: {
      summary:
        'Stops the build unless the download has this digest: `sha256:…` of a file, or the commit of a Git source (newer frontends).',
      form: '--checksum=sha256:<digest>',
      default: 'the download is not checked',
      since: '1.6',
      example:
        'ADD --checksum=sha256:24454f830cdb571e2c4ad15481119c43b3cafd48dd869a9b2945d1036d1dc68d https://example.com/tool.tar.gz /tmp/',
      url: `${referenceUrl}#add---checksum`,
    },
    unpack: {
      summary: 'Says whether a tar archive is unpacked, for local files and URLs alike.',
      form: '--unpack[=<true|false>]',
      values: [
        { value: 'true', summary: 'unpack, also a download; the flag alone means this' },
        { value: 'false', summary: 'keep the archive as a file' },
      ],
      default: 'local archives are unpacked, downloads are not',
      since: '1.17',
      example: 'ADD --unpack=true https://example.com/tool.tar.gz /opt/tool/',
      url: `${referenceUrl}#add---unpack`,
    },
    chmod: {
      ...chmod,
      form: '--chmod=<mode>',
      example: 'ADD --chmod=755 https://example.com/tool /usr/local/bin/tool',
      url: `${referenceUrl}#add---chmod`,
    },
    chown: {
      ...chown,
      form: '--chown=<user>[:<group>]',
      example: 'ADD --chown=10001:10001 site.tar.gz /srv/',
      url: `${referenceUrl}#add---chown`,
    },
    link: {
      ...link,
      form: '--link[=<true|false>]',
      example: 'ADD --link rootfs.tar.xz /opt/',
      url: `${referenceUrl}#add---link`,
    },
    exclude: {
      ...exclude,
      form: '--exclude=<pattern>',
      example: 'ADD --exclude=*.md https://github.com/moby/buildkit.git#v0.25.0 /buildkit',
      url: `${referenceUrl}#add---exclude`,
    },
  },
  HEALTHCHECK: {
    interval: {
      summary: 'The time between two checks, counted from the end of the last one; the first one waits as long.',
      form: '--interval=<duration>',
      default: '`30s`',
      since: '1.0',
      example: 'HEALTHCHECK --interval=1m CMD ["/app", "healthcheck"]',
      url: `${referenceUrl}#healthcheck`,
    },
    timeout: {
      summary: 'A check that takes longer is killed and counts as failed.',
      form: '--timeout=<duration>',
      default: '`30s`',
      since: '1.0',
      example: 'HEALTHCHECK --timeout=3s CMD ["/app", "healthcheck"]',
      url: `${referenceUrl}#healthcheck`,
    },
    'start-period': {
      summary:
        'Time to start up: failures in it do not count. The first success ends it, and from then on every failure counts.',
      form: '--start-period=<duration>',
      default: '`0s`',
      since: '1.0',
      example: 'HEALTHCHECK --start-period=20s CMD ["/app", "healthcheck"]',
      url: `${referenceUrl}#healthcheck`,
    },
    'start-interval': {
      summary: 'The time between two checks during the start period. Docker Engine 25 or later.',
      form: '--start-interval=<duration>',
      default: '`5s`',
      since: '1.6',
      example: 'HEALTHCHECK --start-period=1m --start-interval=2s CMD ["/app", "healthcheck"]',
      url: `${referenceUrl}#healthcheck`,
    },
    retries: {
      summary: 'So many failures in a row make the container unhealthy.',
      form: '--retries=<number>',
      default: '`3`',
      since: '1.0',
      example: 'HEALTHCHECK --retries=5 CMD ["/app", "healthcheck"]',
      url: `${referenceUrl}#healthcheck`,
    },
  },
}
