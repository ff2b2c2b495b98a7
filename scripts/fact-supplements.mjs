/**
 * What the collected facts say in prose, in a form that a look-up can use: conditions on versions, users and ports by
 * variant, operating systems by version, stop signals, and which of the smaller images fit which tag. Each table was
 * read from the `notes` of its image and from the Dockerfile and entrypoint of that image.
 */

/** `since_tag` texts as versions: one a branch, a tag satisfies the one of its own branch or lies above them all. */
export const userConditions = {
  23.04: ['23.04'],
  '4.7, 6.9.2, 7.2 (late 2016)': ['4.7', '6.9.2', '7.2'],
  '8.0': ['8.0'],
  2.4: ['2.4'],
  '1.5.0 (2023-08; uid 1000 before)': ['1.5.0'],
  '8.0 (USER 1000:0); 7.x starts as root and drops via entrypoint': ['8.0'],
  24: ['24'],
  2019: ['2019'],
}

const app = { name: 'app', uid: 1654, gid: 1654, since: ['8.0'], before: { name: 'app', uid: null, gid: null } }
const dotnet = { chiseled: app, distroless: app }

/** Users that a variant starts as, by a token of the tag; null is root. */
export const userByVariant = {
  'biocontainers/biocontainers': { backports: null },
  docker: { rootless: { name: 'rootless', uid: 1000, gid: 1000 } },
  wordpress: { cli: { name: 'www-data', uid: 82, gid: 82 } },
  mariadb: { ubi: { name: 'mysql', uid: 999, gid: 999 } },
  flink: { default: { name: 'flink', uid: 9999, gid: 9999, since: ['2.2'] } },
  'moby/buildkit': { rootless: { name: 'user', uid: 1000, gid: 1000 } },
  'mcr.microsoft.com/dotnet/runtime-deps': dotnet,
  'mcr.microsoft.com/dotnet/runtime': dotnet,
  'mcr.microsoft.com/dotnet/aspnet': dotnet,
}

export const serverByVariant = {
  php: { default: false, apache: true, fpm: true, cli: false },
  docker: { default: true, dind: true, cli: false, git: false },
  'tensorflow/tensorflow': { default: false, jupyter: true },
}

const apacheOrFpm = { default: ['80'], apache: ['80'], fpm: ['9000'], cli: [] }
export const portsByVariant = {
  php: { default: [], apache: ['80'], fpm: ['9000'], cli: [] },
  docker: { default: ['2375', '2376'], dind: ['2375', '2376'], cli: [], git: [] },
  drupal: apacheOrFpm,
  wordpress: apacheOrFpm,
  nextcloud: apacheOrFpm,
  'tensorflow/tensorflow': { default: [], jupyter: ['8888'] },
}

/** Tools of the Ubuntu variants that depend on the Java release: packages left the image with Java 25. */
export const toolsByJava = {
  tomcat: { has: 'curl<25 wget<25', lacks: 'curl>=25 wget>=25' },
  'eclipse-temurin': { has: 'curl<25 wget<25 gpg<25', lacks: 'git curl>=25 wget>=25' },
}

/** Tools that are in the image only from a version on. */
export const toolsSince = {
  nginx: { curl: '1.17.10' },
  docker: { git: '27.0' },
}

/** Products of which only the newest releases are ever supported: the end of one is the appearance of the next. */
export const rollingProducts = new Set([
  'composer',
  'deno',
  'docker-engine',
  'gitlab',
  'grafana',
  'keycloak',
  'neo4j',
  'nexus',
  'prometheus',
  'rust',
  'telegraf',
  'terraform',
  'traefik',
])

/** Repositories that tag each release in full only: there is no tag for a line, such as 8.19 or 22. */
export const exactTags = [
  'apache/airflow',
  'cimg/go',
  'cimg/node',
  'cimg/php',
  'cimg/python',
  'cimg/ruby',
  'denoland/deno',
  'docker.elastic.co/elasticsearch/elasticsearch',
  'docker.elastic.co/kibana/kibana',
  'docker.elastic.co/logstash/logstash',
  'elasticsearch',
  'gitlab/gitlab-ce',
  'grafana/grafana',
  'influxdb',
  'jenkins/jenkins',
  'kibana',
  'logstash',
  'mcr.microsoft.com/mssql/server',
  'mcr.microsoft.com/openjdk/jdk',
  'mcr.microsoft.com/powershell',
  'prom/prometheus',
  'sonarqube',
  'sonatype/nexus3',
]

/** The signal that ends the server of the image gracefully; the image's own STOPSIGNAL says the same. */
export const stopSignals = {
  nginx: { default: 'SIGQUIT' },
  'nginxinc/nginx-unprivileged': { default: 'SIGQUIT' },
  'ghcr.io/nginxinc/nginx-unprivileged': { default: 'SIGQUIT' },
  'public.ecr.aws/nginx/nginx-unprivileged': { default: 'SIGQUIT' },
  'quay.io/nginx/nginx-unprivileged': { default: 'SIGQUIT' },
  httpd: { default: 'SIGWINCH' },
  php: { apache: 'SIGWINCH', fpm: 'SIGQUIT' },
  wordpress: { default: 'SIGWINCH', apache: 'SIGWINCH', fpm: 'SIGQUIT', cli: null },
  drupal: { default: 'SIGWINCH', apache: 'SIGWINCH', fpm: 'SIGQUIT' },
  nextcloud: { default: 'SIGWINCH', apache: 'SIGWINCH', fpm: 'SIGQUIT' },
  phpmyadmin: { default: 'SIGWINCH', fpm: 'SIGQUIT' },
  postgres: { default: 'SIGINT' },
  haproxy: { default: 'SIGUSR1' },
  'registry.access.redhat.com/ubi10-init': { default: 'SIGRTMIN+3' },
}

/** Images whose entrypoint starts as root, prepares the data folder and goes on as the server's own user. */
export const dropsRoot = new Set([
  'cassandra',
  'consul',
  'couchdb',
  'elasticsearch',
  'flink',
  'ghcr.io/linuxserver/baseimage-alpine',
  'ghcr.io/linuxserver/baseimage-debian',
  'ghcr.io/linuxserver/baseimage-ubuntu',
  'ghost',
  'hashicorp/consul',
  'hashicorp/vault',
  'lsiobase/alpine',
  'lsiobase/ubuntu',
  'mariadb',
  'mongo',
  'mysql',
  'neo4j',
  'postgres',
  'rabbitmq',
  'redis',
  'valkey/valkey',
  'vault',
  'zookeeper',
])

const versions = (os, tags) => ({ os, last: null, tags })
const dotnetLines = [
  versions('noble', '10 10.0'),
  versions('bookworm', '8 8.0 9 9.0'),
  versions('bullseye', '6 6.0 7 7.0'),
  versions('buster', '3 3.1 5 5.0'),
  versions('stretch', '2 2.1 2.2'),
]
const elastic = [
  versions('ubi9-minimal', '9'),
  versions('ubuntu', '8 8.19'),
  versions('focal', '7.17'),
  versions('debian', '5 2 1'),
]
const elasticVendor = [versions('ubi9-minimal', '9'), versions('ubuntu', '8 7.17'), versions('centos7', '7 6')]

/** The operating system by version of images that are not among the official ones; from the notes of the images. */
export const extraLines = [
  ...['runtime-deps', 'runtime', 'aspnet', 'sdk'].map((name) => ({
    repository: `mcr.microsoft.com/dotnet/${name}`,
    line_depth: 2,
    lines: dotnetLines,
  })),
  { repository: 'elasticsearch', line_depth: 2, shallow: true, lines: elastic },
  { repository: 'kibana', line_depth: 2, shallow: true, lines: elastic },
  { repository: 'logstash', line_depth: 2, shallow: true, lines: elastic },
  { repository: 'docker.elastic.co/elasticsearch/elasticsearch', line_depth: 2, shallow: true, lines: elasticVendor },
  { repository: 'docker.elastic.co/kibana/kibana', line_depth: 2, shallow: true, lines: elasticVendor },
  { repository: 'docker.elastic.co/logstash/logstash', line_depth: 2, shallow: true, lines: elasticVendor },
  { repository: 'grafana/grafana', line_depth: 1, lines: [versions('debian', '2 3 4 5')] },
  {
    repository: 'mcr.microsoft.com/devcontainers/javascript-node',
    line_depth: 1,
    lines: [versions('trixie', '20 22 24')],
  },
  {
    repository: 'heroku/heroku',
    line_depth: 1,
    lines: [versions('bionic', '18'), versions('focal', '20'), versions('jammy', '22'), versions('noble', '24')],
  },
  {
    repository: 'biocontainers/biocontainers',
    line_depth: 3,
    lines: [versions('xenial', 'v1.0.0 v1.0.0_cv4'), versions('focal', 'v1.2.0')],
  },
]

/**
 * Releases of the system that a development container is published for, beside those of the collected facts. Source:
 * the `manifest.json` of each image in devcontainers/images.
 */
export const systemsByVariant = {
  'mcr.microsoft.com/vscode/devcontainers/base': { bookworm: 'debian', trixie: 'debian' },
  'mcr.microsoft.com/vscode/devcontainers/javascript-node': { bookworm: 'debian', trixie: 'debian' },
}

const linux = (family, shell, bash, packageManagers, userCreation, more) => ({
  family,
  shell,
  bash,
  packageManagers,
  userCreation,
  ...more,
})
const bash = ['/bin/sh', 'bash']
const dnfAndYum = [['*', 'dnf', 'yum']]

/**
 * What each operating system offers. `packageManagers`: the first row whose release bound is not below the release
 * (`*`: any; `minimal`: a tag with that word). `userCreation`: the command that makes a user, and the package that
 * brings it when it is not there.
 */
export const osFacts = {
  almalinux: linux('rhel', bash, '/bin/bash', [['minimal', 'microdnf'], ...dnfAndYum], 'useradd'),
  alpine: linux('alpine', ['/bin/sh', 'ash'], null, [['*', 'apk']], 'adduser-busybox'),
  amazonlinux: linux('rhel', bash, '/bin/bash', [['minimal', 'microdnf'], ['2022', 'yum'], ...dnfAndYum], 'useradd', {
    userPackage: 'shadow-utils',
  }),
  archlinux: linux('arch', bash, '/bin/bash', [['*', 'pacman']], 'useradd'),
  azurelinux: linux('azurelinux', bash, '/bin/bash', [['*', 'tdnf']], 'useradd', { userPackage: 'shadow-utils' }),
  'azurelinux-distroless': linux('azurelinux', null, null, [], 'none'),
  busybox: linux('busybox', ['/bin/sh', 'ash'], null, [], 'adduser-busybox'),
  centos: linux('rhel', bash, '/bin/bash', [['7', 'yum'], ...dnfAndYum], 'useradd'),
  clearlinux: linux('clearlinux', bash, '/bin/bash', [['*', 'swupd']], 'useradd'),
  debian: linux('debian', ['/bin/sh', 'dash'], '/bin/bash', [['*', 'apt-get']], 'useradd', { aptClean: true }),
  distroless: linux('debian', null, null, [], 'none', { libc: 'glibc' }),
  fedora: linux('rhel', bash, '/bin/bash', [['minimal', 'microdnf'], ...dnfAndYum], 'useradd'),
  gentoo: linux('gentoo', bash, '/bin/bash', [['*', 'emerge']], 'useradd'),
  nix: linux('nix', bash, '/bin/bash', [['*', 'nix']], 'none', { libc: 'glibc' }),
  opensuse: linux('suse', bash, '/bin/bash', [['*', 'zypper']], 'useradd'),
  oraclelinux: linux('rhel', bash, '/bin/bash', [['7', 'yum'], ...dnfAndYum], 'useradd'),
  'oraclelinux-slim': linux(
    'rhel',
    bash,
    '/bin/bash',
    [
      ['7', 'yum'],
      ['*', 'microdnf'],
    ],
    'useradd',
  ),
  photon: linux('photon', bash, '/bin/bash', [['*', 'tdnf']], 'useradd', { userPackage: 'shadow' }),
  'rhel-ubi': linux('rhel', bash, '/bin/bash', [['7', 'yum'], ...dnfAndYum], 'useradd'),
  rockylinux: linux('rhel', bash, '/bin/bash', [['minimal', 'microdnf'], ...dnfAndYum], 'useradd'),
  scratch: linux('none', null, null, [], 'none'),
  'ubi-micro': linux('rhel', bash, '/bin/bash', [], 'none'),
  'ubi-minimal': linux('rhel', bash, '/bin/bash', [['*', 'microdnf']], 'useradd', { userPackage: 'shadow-utils' }),
  ubuntu: linux('debian', ['/bin/sh', 'dash'], '/bin/bash', [['*', 'apt-get']], 'useradd', { aptClean: true }),
  'ubuntu-chiseled': linux('debian', null, null, [], 'none'),
  'windows-nanoserver': linux('windows', ['cmd', 'cmd'], null, [], 'none'),
  'windows-server': linux('windows', ['cmd', 'cmd'], null, [], 'none'),
  'windows-servercore': linux('windows', ['cmd', 'cmd'], null, [], 'none'),
  wolfi: linux('wolfi', null, null, [], 'none'),
}

const temurin = [
  ['eclipse-temurin:<V>-jre'],
  ['eclipse-temurin:<V>-jre-alpine'],
  ['gcr.io/distroless/java<V>-debian13', 'gcr.io/distroless/java<M>-debian13:nonroot'],
]
const bases = [['gcr.io/distroless/cc-debian13']]

/**
 * Which of the smaller images are offered for which tags. `when` is what the tag must look like:
 * `full` only versions, code names and words like `latest`; `sdk` any; `jdk` a JDK tag; else a word that the tag has.
 * A candidate is the text in the facts and, where that is prose, the image that it stands for.
 */
export const smallerRules = [
  {
    from: 'node:<V> (default, also -bookworm/-trixie/-bullseye)',
    repositories: ['node'],
    when: 'full',
    candidates: [
      ['node:<V>-slim'],
      ['node:<V>-alpine'],
      ['gcr.io/distroless/nodejs<M>-debian13', 'gcr.io/distroless/nodejs<M>-debian13:nonroot'],
    ],
  },
  {
    from: 'python:<V> (default)',
    repositories: ['python'],
    when: 'full',
    candidates: [
      ['python:<V>-slim'],
      ['python:<V>-alpine'],
      ['gcr.io/distroless/python3-debian13', 'gcr.io/distroless/python3-debian13:nonroot'],
    ],
  },
  {
    from: 'golang:*',
    repositories: ['golang'],
    when: 'sdk',
    candidates: [
      ['scratch'],
      ['gcr.io/distroless/static-debian13:nonroot'],
      ['gcr.io/distroless/base-debian13:nonroot'],
      ['alpine:<V>', 'alpine:<alpine>'],
      ['golang:<V>-alpine'],
    ],
  },
  {
    from: 'rust:*',
    repositories: ['rust'],
    when: 'sdk',
    candidates: [
      ['debian:<suite>-slim (same suite as the rust image)', 'debian:<suite>-slim'],
      ['gcr.io/distroless/cc-debian13:nonroot'],
      ['scratch'],
      ['alpine:<V>', 'alpine:<alpine>'],
      ['rust:<V>-slim'],
    ],
  },
  {
    from: 'eclipse-temurin:<V>-jdk (and <V> without suffix)',
    repositories: ['eclipse-temurin'],
    when: 'jdk',
    candidates: temurin,
  },
  { from: 'openjdk:*', repositories: ['openjdk', 'java'], when: 'jdk', candidates: temurin },
  {
    from: 'amazoncorretto:<V>',
    repositories: ['amazoncorretto'],
    when: 'full',
    candidates: [['amazoncorretto:<V>-al2023-headless'], ['amazoncorretto:<V>-alpine'], ['eclipse-temurin:<V>-jre']],
  },
  {
    from: 'maven:*, gradle:*',
    repositories: ['maven', 'gradle'],
    when: 'sdk',
    candidates: [
      ['eclipse-temurin:<V>-jre', 'eclipse-temurin:<java>-jre'],
      ['eclipse-temurin:<V>-jre-alpine', 'eclipse-temurin:<java>-jre-alpine'],
      ['gcr.io/distroless/java<V>-debian13', 'gcr.io/distroless/java<java>-debian13:nonroot'],
    ],
  },
  { from: 'ruby:<V>', repositories: ['ruby'], when: 'full', candidates: [['ruby:<V>-slim'], ['ruby:<V>-alpine']] },
  {
    from: 'php:<V>-apache',
    repositories: ['php'],
    when: 'apache',
    candidates: [['php:<V>-fpm-alpine + nginx:alpine', 'php:<V>-fpm-alpine']],
  },
  {
    from: 'php:<V>-fpm, php:<V>-cli, php:<V>',
    repositories: ['php'],
    when: 'full',
    candidates: [['php:<V>-fpm-alpine | php:<V>-cli-alpine', 'php:<V>-cli-alpine']],
  },
  {
    from: 'php:<V>-fpm, php:<V>-cli, php:<V>',
    repositories: ['php'],
    when: 'fpm',
    candidates: [['php:<V>-fpm-alpine | php:<V>-cli-alpine', 'php:<V>-fpm-alpine']],
  },
  {
    from: 'mcr.microsoft.com/dotnet/sdk:<V>',
    repositories: ['mcr.microsoft.com/dotnet/sdk'],
    when: 'sdk',
    candidates: [
      ['mcr.microsoft.com/dotnet/aspnet:<V>'],
      ['mcr.microsoft.com/dotnet/runtime:<V>'],
      ['mcr.microsoft.com/dotnet/aspnet:<V>-alpine'],
      ['mcr.microsoft.com/dotnet/aspnet:<V>-noble-chiseled', 'mcr.microsoft.com/dotnet/aspnet:<V>-<chiseled>'],
    ],
  },
  {
    from: 'mcr.microsoft.com/dotnet/aspnet:<V>, runtime:<V>',
    repositories: ['mcr.microsoft.com/dotnet/aspnet', 'mcr.microsoft.com/dotnet/runtime'],
    when: 'full',
    candidates: [
      ['<repo>:<V>-alpine'],
      ['<repo>:<V>-noble-chiseled (8.0+) / -jammy-chiseled (6.0-8.0)', '<repo>:<V>-<chiseled>'],
    ],
  },
  {
    from: 'ubuntu:<V>',
    repositories: ['ubuntu'],
    when: 'full',
    candidates: [['gcr.io/distroless/base-debian13', 'gcr.io/distroless/base-debian13:nonroot']],
  },
  {
    from: 'debian:<suite>',
    repositories: ['debian'],
    when: 'full',
    candidates: [
      ['debian:<suite>-slim', 'debian:<V>-slim'],
      ['gcr.io/distroless/base-debian13', 'gcr.io/distroless/base-debian13:nonroot'],
    ],
  },
  {
    from: 'centos:*, rockylinux, almalinux, fedora, ubi<N>',
    repositories: ['registry.access.redhat.com/ubi<N>', 'registry.access.redhat.com/ubi<N>/ubi', 'redhat/ubi<N>'],
    when: 'sdk',
    candidates: [['registry.access.redhat.com/ubi<N>-minimal'], ['registry.access.redhat.com/ubi<N>-micro']],
  },
  {
    from: 'centos:*, rockylinux, almalinux, fedora, ubi<N>',
    repositories: ['almalinux'],
    when: 'full',
    candidates: [['almalinux:<N>-minimal', 'almalinux:<M>-minimal']],
  },
  {
    from: 'buildpack-deps:<suite>',
    repositories: ['buildpack-deps'],
    when: 'full',
    candidates: [['buildpack-deps:<suite>-curl or debian:<suite>-slim', 'buildpack-deps:<suite>-curl']],
  },
  {
    from: 'nginx:<V>',
    repositories: ['nginx'],
    when: 'full',
    candidates: [['nginx:<V>-alpine-slim'], ['nginx:<V>-alpine'], ['nginxinc/nginx-unprivileged:<V>-alpine-slim']],
  },
  {
    from: 'httpd:<V>, redis:<V>, postgres:<V>, memcached:<V>, haproxy:<V>, rabbitmq:<V>',
    repositories: ['httpd', 'redis', 'postgres', 'memcached', 'haproxy', 'rabbitmq'],
    when: 'full',
    candidates: [['<repo>:<V>-alpine']],
  },
  { from: 'swift:<V>', repositories: ['swift'], when: 'full', candidates: [['swift:<V>-slim']] },
  {
    from: 'elixir:*, erlang:*',
    repositories: ['elixir', 'erlang'],
    when: 'full',
    candidates: [
      ['debian:<suite>-slim or alpine:<V> with a mix release', 'debian:<suite>-slim'],
      ['elixir:<V>-alpine', '<repo>:<V>-alpine'],
    ],
  },
  {
    from: 'dart:*',
    repositories: ['dart'],
    when: 'sdk',
    candidates: [['scratch + COPY --from=build /runtime/ /', 'scratch']],
  },
  {
    from: 'haskell:*, gcc:*',
    repositories: ['haskell', 'gcc'],
    when: 'sdk',
    candidates: [['debian:<suite>-slim'], ...bases],
  },
  {
    from: 'nvidia/cuda:*-devel-*',
    repositories: ['nvidia/cuda'],
    when: 'devel',
    candidates: [['nvidia/cuda:*-runtime-* or -base-*', 'nvidia/cuda:<runtime>']],
  },
  {
    from: 'continuumio/anaconda3, jupyter/*',
    repositories: ['continuumio/anaconda3'],
    when: 'sdk',
    candidates: [['continuumio/miniconda3 or mambaorg/micromamba', 'continuumio/miniconda3']],
  },
  {
    from: 'jenkins/jenkins:<V>',
    repositories: ['jenkins/jenkins'],
    when: 'full',
    candidates: [['jenkins/jenkins:<V>-slim | -alpine', 'jenkins/jenkins:<V>-slim']],
  },
  { from: 'docker:<V>', repositories: ['docker'], when: 'full', candidates: [['docker:<V>-cli']] },
]
