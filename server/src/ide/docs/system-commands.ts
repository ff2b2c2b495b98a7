/** What the package managers of Linux distributions do in an image build. */

import type { CommandDoc } from './types.ts'

const aptMounts = [
  '--mount=type=cache,target=/var/cache/apt,sharing=locked',
  '--mount=type=cache,target=/var/lib/apt,sharing=locked',
]

export const systemCommandDocs: Readonly<Record<string, CommandDoc>> = {
  'apt-get update': {
    summary:
      'Downloads the package lists of Debian or Ubuntu, which images ship without. Keep it in the RUN of the install: alone it is cached and grows stale.',
    aliases: ['apt update'],
    flags: [{ flag: '-q', summary: 'less progress output in the build log' }],
    cacheMounts: aptMounts,
    example:
      'RUN apt-get update \\\n    && apt-get install -y --no-install-recommends git \\\n    && rm -rf /var/lib/apt/lists/*',
    lesson: 'Minimise layers (part 5)',
  },
  'apt-get install': {
    summary:
      'Installs Debian packages. In an image: with update in the same RUN, without recommended extras, and with the lists removed at the end.',
    aliases: ['apt install'],
    flags: [
      { flag: '-y', summary: 'no question; a build has no terminal to answer on' },
      { flag: '--no-install-recommends', summary: 'only what the package needs' },
      { flag: '<package>=<version>', summary: 'a fixed version, `1.2.*` allowed' },
    ],
    cacheMounts: aptMounts,
    note: 'With the mounts, delete `/etc/apt/apt.conf.d/docker-clean` first, and leave out `rm -rf /var/lib/apt/lists/*`.',
    example:
      'RUN apt-get update \\\n    && apt-get install -y --no-install-recommends ca-certificates tini \\\n    && rm -rf /var/lib/apt/lists/*',
    lesson: 'Clean up caches (part 5)',
  },
  'apt-get clean': {
    summary:
      'Deletes downloaded packages. Debian and Ubuntu images do that by themselves; the lists in `/var/lib/apt/lists` stay and need an `rm`.',
    aliases: ['apt clean'],
    flags: [],
    cacheMounts: [],
    note: 'It would empty a cache mount on `/var/cache/apt`.',
    example:
      'RUN apt-get update \\\n    && apt-get install -y --no-install-recommends jq \\\n    && rm -rf /var/lib/apt/lists/*',
    lesson: 'Clean up in the same layer (part 3)',
  },
  'apk add': {
    summary:
      'Installs Alpine packages; it never asks. `--no-cache` fetches the index for this run only and keeps nothing.',
    flags: [
      { flag: '--no-cache', summary: 'no index in the image, and no `apk update` needed' },
      { flag: '--virtual <name>', summary: 'a group that `apk del <name>` removes in the same RUN' },
      { flag: '<package>=<version>', summary: 'a fixed version; `~` takes a prefix, which lasts longer' },
    ],
    cacheMounts: ['--mount=type=cache,target=/var/cache/apk,sharing=locked'],
    note: 'The cache works once `/etc/apk/cache` links to `/var/cache/apk`, without `--no-cache`.',
    example: 'FROM alpine:3.24\nRUN apk add --no-cache ca-certificates tzdata',
    lesson: 'Clean up caches (part 5)',
  },
  'dnf install': {
    summary:
      'Installs packages on Fedora and the Red Hat family. Downloads and metadata stay behind unless they are cleaned.',
    flags: [
      { flag: '-y', summary: 'no question' },
      { flag: '--setopt=install_weak_deps=False', summary: 'only what the package needs' },
      { flag: '--nodocs', summary: 'no manual pages' },
    ],
    cacheMounts: [
      '--mount=type=cache,target=/var/cache/libdnf5,sharing=locked',
      '--mount=type=cache,target=/var/cache/dnf,sharing=locked',
    ],
    note: 'dnf 5 (Fedora 41 and later) uses the first path, dnf 4 the second; add `--setopt=keepcache=True` and leave out `dnf clean all`.',
    example:
      'FROM fedora:44\nRUN dnf install -y --setopt=install_weak_deps=False --nodocs git-core \\\n    && dnf clean all',
    lesson: 'Clean up caches (part 5)',
  },
  'yum install': {
    summary: 'Installs packages on older Red Hat systems; since version 8 it is another name of dnf.',
    flags: [
      { flag: '-y', summary: 'no question' },
      { flag: '--setopt=tsflags=nodocs', summary: 'no manual pages' },
    ],
    cacheMounts: ['--mount=type=cache,target=/var/cache/yum,sharing=locked'],
    note: 'The mount keeps packages with `--setopt=keepcache=1`, without `yum clean all`.',
    example: 'FROM oraclelinux:8\nRUN yum install -y git \\\n    && yum clean all \\\n    && rm -rf /var/cache/yum',
    lesson: 'Clean up caches (part 5)',
  },
  'microdnf install': {
    summary: 'The small dnf of minimal Red Hat images (UBI): the same packages without Python.',
    flags: [
      { flag: '-y', summary: 'no question' },
      { flag: '--setopt=install_weak_deps=0', summary: 'only what the package needs' },
      { flag: '--nodocs', summary: 'no manual pages' },
    ],
    cacheMounts: ['--mount=type=cache,target=/var/cache/yum,sharing=locked'],
    note: 'The mount keeps packages with `--setopt=keepcache=1`, without `microdnf clean all`.',
    example:
      'FROM redhat/ubi10-minimal:10.2\nRUN microdnf install -y --nodocs --setopt=install_weak_deps=0 shadow-utils \\\n    && microdnf clean all',
    lesson: 'Clean up caches (part 5)',
  },
  'zypper install': {
    summary: 'Installs packages on openSUSE and SUSE. The switch that stops questions stands before the subcommand.',
    aliases: ['zypper in'],
    flags: [
      { flag: '--non-interactive', summary: 'no question, as `zypper --non-interactive install`' },
      { flag: '--no-recommends', summary: 'only what the package needs' },
    ],
    cacheMounts: ['--mount=type=cache,target=/var/cache/zypp,sharing=locked'],
    note: 'Packages stay in the mount after `zypper modifyrepo --keep-packages --all`, without `zypper clean`.',
    example:
      'FROM opensuse/leap:16.0\nRUN zypper --non-interactive install --no-recommends git-core \\\n    && zypper clean --all',
    lesson: 'Clean up caches (part 5)',
  },
  'conda install': {
    summary:
      'Installs packages of conda channels into the active environment. Archives and extracted copies stay in `/opt/conda/pkgs` until they are cleaned.',
    aliases: ['mamba install', 'micromamba install', 'conda create', 'conda env create'],
    flags: [
      { flag: '-y', summary: 'no question' },
      { flag: '-c conda-forge', summary: 'the channel to take packages from' },
      { flag: '<package>=<version>', summary: 'a fixed version' },
    ],
    cacheMounts: ['--mount=type=cache,target=/opt/conda/pkgs,sharing=locked'],
    note: 'Without the mount end the RUN with `conda clean -afy`; with it leave that out.',
    example:
      'FROM condaforge/miniforge3:25.3.1-0\nCOPY environment.yml /tmp/\nRUN conda env create -y -f /tmp/environment.yml \\\n    && conda clean -afy',
    lesson: 'Clean up caches (part 5)',
  },
}
