/** The types of `RUN --mount` and the options of each, as in the reference of the stable frontend. */

import type { MountOptionDoc, MountTypeDoc } from './types.ts'
import { referenceUrl } from './types.ts'

export const mountTypeDocs: Readonly<Record<string, MountTypeDoc>> = {
  bind: {
    summary:
      'Shows files of the build context, a stage or an image to the command, without copying them into a layer. The default type, read-only.',
    example:
      'FROM python:3.14-slim\nRUN --mount=type=bind,source=requirements.txt,target=/tmp/requirements.txt \\\n    --mount=type=cache,target=/root/.cache/pip \\\n    pip install -r /tmp/requirements.txt',
    since: '1.2',
    url: `${referenceUrl}#run---mounttypebind`,
  },
  cache: {
    summary:
      'A directory that later builds find again, for package managers and compilers. It may be empty at any time and is not part of the image.',
    example:
      'FROM golang:1.27-alpine\nWORKDIR /src\nCOPY . .\nRUN --mount=type=cache,target=/go/pkg/mod \\\n    --mount=type=cache,target=/root/.cache/go-build \\\n    go build -o /usr/local/bin/app .',
    since: '1.2',
    url: `${referenceUrl}#run---mounttypecache`,
  },
  tmpfs: {
    summary: 'An empty directory in memory that is gone when the command ends.',
    example: 'RUN --mount=type=tmpfs,target=/tmp,size=268435456 sh -c "date > /tmp/now"',
    since: '1.2',
    url: `${referenceUrl}#run---mounttypetmpfs`,
  },
  secret: {
    summary:
      'A secret of `docker build --secret id=…` as a file, or with `env` as a variable. It is in no layer and not in the history.',
    example:
      'FROM node:24-slim\nWORKDIR /app\nCOPY package*.json ./\nRUN --mount=type=secret,id=npmrc,target=/root/.npmrc \\\n    --mount=type=cache,target=/root/.npm \\\n    npm ci',
    since: '1.2',
    url: `${referenceUrl}#run---mounttypesecret`,
  },
  ssh: {
    summary: 'Lends the command the SSH agent or key of `docker build --ssh`, to reach private repositories.',
    example: 'RUN --mount=type=ssh git clone git@github.com:example/private.git /src',
    since: '1.2',
    url: `${referenceUrl}#run---mounttypessh`,
  },
}

const target = {
  summary: 'Where the mount appears for the command.',
  aliases: ['dst', 'destination'],
  value: 'path',
} as const

const trueOrFalse = [
  { value: 'true', summary: 'the option alone means this' },
  { value: 'false', summary: 'as if it were left out' },
] as const

/** By mount type, then by the first spelling of the option. */
export const mountOptionDocs: Readonly<Record<string, Readonly<Record<string, MountOptionDoc>>>> = {
  bind: {
    target: { ...target, required: true },
    source: {
      summary: 'The file or folder to show, seen from the root of `from`.',
      aliases: ['src'],
      value: 'path',
      default: 'the root of `from`',
    },
    from: {
      summary: 'A stage, an image or a named context to take the files from. Variables are not replaced here.',
      value: 'stage, image or context',
      default: 'the build context',
    },
    readwrite: {
      summary: 'Lets the command write into the mount; what it writes is thrown away.',
      aliases: ['rw'],
      value: 'true or false',
      values: trueOrFalse,
      default: '`false`: read-only',
    },
  },
  cache: {
    target: { ...target, required: true },
    id: {
      summary: 'Names the cache: mounts with the same id share it, also across Dockerfiles of one builder.',
      value: 'name',
      default: 'the value of `target`',
    },
    sharing: {
      summary: 'What happens when two steps want the cache at the same time.',
      value: 'shared, private or locked',
      values: [
        { value: 'shared', summary: 'both write at once: for tools that lock by themselves (npm, pip, go)' },
        { value: 'private', summary: 'the second one gets a cache of its own' },
        { value: 'locked', summary: 'the second one waits: for tools that need it alone (apt, dnf, apk)' },
      ],
      default: '`shared`',
    },
    from: {
      summary: 'A stage, an image or a named context that a new cache is filled from. Variables are not replaced here.',
      value: 'stage, image or context',
      default: 'an empty directory',
    },
    source: {
      summary: 'The folder of `from` that the cache starts with.',
      aliases: ['src'],
      value: 'path',
      default: 'the root of `from`',
    },
    readonly: {
      summary: 'Forbids the command to write into the cache.',
      aliases: ['ro'],
      value: 'true or false',
      values: trueOrFalse,
      default: '`false`',
    },
    mode: { summary: 'The permissions of a new cache directory.', value: 'octal', default: '`0755`' },
    uid: {
      summary: 'The owner of a new cache directory: set it to the USER of the step.',
      value: 'number',
      default: '`0` (root)',
    },
    gid: {
      summary: 'The group of a new cache directory: set it to that of the USER of the step.',
      value: 'number',
      default: '`0` (root)',
    },
  },
  tmpfs: {
    target: { ...target, required: true },
    size: { summary: 'The most that it may hold.', value: 'bytes, or with a unit such as 256m', default: 'no limit' },
  },
  secret: {
    id: {
      summary: 'The name of the secret, as in `docker build --secret id=<id>,src=<file>`.',
      value: 'name',
      default: 'the last part of `target`',
    },
    target: {
      ...target,
      summary: 'The file that holds the secret.',
      default: '`/run/secrets/<id>`, unless only `env` is given',
    },
    env: {
      summary: 'The variable that holds the secret, instead of a file, or beside it when `target` is given too.',
      value: 'variable name',
      default: 'a file',
      since: '1.10',
    },
    required: {
      summary: 'Stops the build when the secret was not passed; otherwise the command runs without it.',
      value: 'true or false',
      values: trueOrFalse,
      default: '`false`',
    },
    mode: { summary: 'The permissions of the file.', value: 'octal', default: '`0400`' },
    uid: { summary: 'The owner of the file: set it to the USER of the step.', value: 'number', default: '`0` (root)' },
    gid: { summary: 'The group of the file.', value: 'number', default: '`0` (root)' },
  },
  ssh: {
    id: {
      summary: 'Which agent or key, as in `docker build --ssh <id>=<path>`.',
      value: 'name',
      default: '`default`',
    },
    target: {
      ...target,
      summary: 'The path of the agent’s socket; `SSH_AUTH_SOCK` points to it.',
      default: '`/run/buildkit/ssh_agent.<n>`',
    },
    required: {
      summary: 'Stops the build when no agent was passed; otherwise the command runs without it.',
      value: 'true or false',
      values: trueOrFalse,
      default: '`false`',
    },
    mode: { summary: 'The permissions of the socket.', value: 'octal', default: '`0600`' },
    uid: {
      summary: 'The owner of the socket: set it to the USER of the step.',
      value: 'number',
      default: '`0` (root)',
    },
    gid: { summary: 'The group of the socket.', value: 'number', default: '`0` (root)' },
  },
}
