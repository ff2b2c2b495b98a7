/** What the package managers and build tools of programming languages do in an image build. */

import type { CommandDoc } from './types.ts'

const npmMount = '--mount=type=cache,target=/root/.npm'
const goMounts = ['--mount=type=cache,target=/go/pkg/mod', '--mount=type=cache,target=/root/.cache/go-build']
const nugetMount = '--mount=type=cache,target=/root/.nuget/packages'

export const languageCommandDocs: Readonly<Record<string, CommandDoc>> = {
  'npm ci': {
    summary:
      'Installs exactly what `package-lock.json` says and stops when it does not fit `package.json`. The install for images: the same build gives the same modules.',
    aliases: ['npm clean-install'],
    flags: [
      { flag: '--omit=dev', summary: 'no development dependencies: for the final image, never before a build step' },
      { flag: '--ignore-scripts', summary: 'no install scripts of packages' },
      { flag: '--no-audit', summary: 'no audit request' },
    ],
    cacheMounts: [npmMount],
    note: 'As `USER node` the path is `/home/node/.npm`, with `uid=1000,gid=1000`.',
    example: `FROM node:24-slim\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN ${npmMount} npm ci --omit=dev`,
    lesson: 'Copy dependency files first (part 5)',
  },
  'npm install': {
    summary:
      'Installs what `package.json` allows and may change the lock file, so two builds can differ. With a lock file take `npm ci`.',
    aliases: ['npm i', 'npm add'],
    flags: [
      { flag: '--omit=dev', summary: 'no development dependencies; `--production` is its old name' },
      { flag: '-g <package>@<version>', summary: 'a tool for the whole image, with its version' },
    ],
    cacheMounts: [npmMount],
    note: 'Without the mount, `npm cache clean --force` in the same RUN keeps the cache out of the layer.',
    example: `FROM node:24-slim\nRUN ${npmMount} npm install -g serve@14.2.4`,
    lesson: 'Pin specific versions (part 5)',
  },
  'yarn install': {
    summary:
      'Installs what `yarn.lock` says. Version 1 needs a flag to refuse a lock file that does not fit, later ones another.',
    aliases: ['yarn'],
    flags: [
      { flag: '--frozen-lockfile', summary: 'Yarn 1: stop when the lock file does not fit' },
      { flag: '--immutable', summary: 'Yarn 2 and later: the same' },
      { flag: '--production', summary: 'Yarn 1: no development dependencies' },
    ],
    cacheMounts: [
      '--mount=type=cache,target=/usr/local/share/.cache/yarn,sharing=locked',
      '--mount=type=cache,target=/root/.yarn/berry/cache',
    ],
    note: 'The first path is that of Yarn 1, the second that of Yarn 4.',
    example:
      'FROM node:24-slim\nWORKDIR /app\nCOPY package.json yarn.lock ./\nRUN --mount=type=cache,target=/usr/local/share/.cache/yarn,sharing=locked \\\n    yarn install --frozen-lockfile',
    lesson: 'Copy dependency files first (part 5)',
  },
  'pnpm install': {
    summary: 'Installs what `pnpm-lock.yaml` says from one store, by links. The store is the cache.',
    aliases: ['pnpm i', 'pnpm fetch'],
    flags: [
      { flag: '--frozen-lockfile', summary: 'stop when the lock file does not fit; the default where `CI` is set' },
      { flag: '--prod', summary: 'no development dependencies' },
      { flag: '--offline', summary: 'only from the store, after `pnpm fetch`' },
    ],
    cacheMounts: ['--mount=type=cache,id=pnpm,target=/pnpm/store'],
    note: 'Set `ENV PNPM_HOME=/pnpm`, so that the store lies at that path.',
    example:
      'FROM node:24-slim\nENV PNPM_HOME=/pnpm\nRUN corepack enable\nWORKDIR /app\nCOPY package.json pnpm-lock.yaml ./\nRUN --mount=type=cache,id=pnpm,target=/pnpm/store \\\n    pnpm install --frozen-lockfile',
    lesson: 'BuildKit cache mounts (part 5)',
  },
  'pip install': {
    summary:
      'Installs Python packages. Wheels and downloads stay in `/root/.cache/pip` unless the cache is switched off or mounted.',
    aliases: ['pip3 install', 'python -m pip install', 'python3 -m pip install'],
    flags: [
      { flag: '--no-cache-dir', summary: 'nothing is kept; leave it out with the cache mount' },
      { flag: '-r requirements.txt', summary: 'the list, with a version for each package' },
      { flag: '--require-hashes', summary: 'only downloads whose digest is in the list' },
    ],
    cacheMounts: ['--mount=type=cache,target=/root/.cache/pip'],
    note: 'A virtual environment in `/opt/venv` is easy to copy into the final stage; `--user` hides it under `/root`.',
    example:
      'FROM python:3.14-slim\nCOPY requirements.txt .\nRUN --mount=type=cache,target=/root/.cache/pip pip install -r requirements.txt',
    lesson: 'Clean up caches (part 5)',
  },
  'uv sync': {
    summary: 'Makes the virtual environment `.venv` from `uv.lock`, much faster than pip.',
    aliases: ['uv pip install'],
    flags: [
      { flag: '--locked', summary: 'stop when the lock file does not fit' },
      { flag: '--no-dev', summary: 'no development dependencies' },
      { flag: '--no-install-project', summary: 'the dependencies only, for a layer before the sources' },
    ],
    cacheMounts: ['--mount=type=cache,target=/root/.cache/uv'],
    note: 'Set `ENV UV_LINK_MODE=copy`: files cannot be linked out of a mount.',
    example:
      'FROM python:3.14-slim\nCOPY --from=ghcr.io/astral-sh/uv:0.12 /uv /usr/local/bin/\nENV UV_LINK_MODE=copy\nWORKDIR /app\nCOPY pyproject.toml uv.lock ./\nRUN --mount=type=cache,target=/root/.cache/uv uv sync --locked --no-dev --no-install-project',
    lesson: 'Copy dependency files first (part 5)',
  },
  'poetry install': {
    summary: 'Installs what `poetry.lock` says, into a virtual environment of its own.',
    aliases: ['poetry sync'],
    flags: [
      { flag: '--only main', summary: 'no development dependencies' },
      { flag: '--no-root', summary: 'the dependencies only, for a layer before the sources' },
      { flag: '--no-interaction', summary: 'no question' },
    ],
    cacheMounts: ['--mount=type=cache,target=/root/.cache/pypoetry'],
    note: 'Set `ENV POETRY_VIRTUALENVS_IN_PROJECT=1`, or the environment lies in the mount and is gone.',
    example:
      'FROM python:3.14-slim\nENV POETRY_VIRTUALENVS_IN_PROJECT=1\nRUN --mount=type=cache,target=/root/.cache/pip pip install poetry==2.2.1\nWORKDIR /app\nCOPY pyproject.toml poetry.lock ./\nRUN --mount=type=cache,target=/root/.cache/pypoetry poetry install --only main --no-root',
    lesson: 'Copy dependency files first (part 5)',
  },
  'go mod download': {
    summary:
      'Fetches the modules of `go.mod` before the sources are there, so that editing code does not fetch them again.',
    flags: [{ flag: '-x', summary: 'print what is fetched' }],
    cacheMounts: [goMounts[0]],
    note: 'Every later `go` command needs the same mount: the modules are not in the layer.',
    example: `FROM golang:1.27-alpine\nWORKDIR /src\nCOPY go.mod go.sum ./\nRUN ${goMounts[0]} go mod download`,
    lesson: 'Copy dependency files first (part 5)',
  },
  'go build': {
    summary: 'Compiles a program. Without C it needs no library, so the final stage can be `scratch` or distroless.',
    aliases: ['go install'],
    flags: [
      { flag: 'CGO_ENABLED=0', summary: 'a static program, set before the command' },
      { flag: '-trimpath', summary: 'no paths of the build machine inside' },
      { flag: '-ldflags="-s -w"', summary: 'no symbols: a smaller program' },
      { flag: '-o <file>', summary: 'where the program goes' },
    ],
    cacheMounts: goMounts,
    example: `FROM golang:1.27-alpine\nWORKDIR /src\nCOPY . .\nRUN ${goMounts[0]} \\\n    ${goMounts[1]} \\\n    CGO_ENABLED=0 go build -trimpath -o /app .`,
    lesson: 'Multi-stage builds (part 5)',
  },
  'cargo build': {
    summary: 'Compiles a Rust crate with its dependencies. The program goes into a small final stage.',
    aliases: ['cargo install', 'cargo fetch'],
    flags: [
      { flag: '--release', summary: 'optimised' },
      { flag: '--locked', summary: 'stop when `Cargo.lock` does not fit' },
      { flag: '--target <triple>', summary: 'such as `x86_64-unknown-linux-musl`, for a static program' },
    ],
    cacheMounts: [
      '--mount=type=cache,target=/usr/local/cargo/registry',
      '--mount=type=cache,target=/usr/local/cargo/git/db',
      '--mount=type=cache,target=/app/target,sharing=locked',
    ],
    note: 'A mounted `target` folder is not in the image: copy the program out of it in the same RUN.',
    example:
      'FROM rust:1.98-slim\nWORKDIR /app\nCOPY . .\nRUN --mount=type=cache,target=/usr/local/cargo/registry \\\n    --mount=type=cache,target=/app/target,sharing=locked \\\n    cargo build --release --locked && cp target/release/app /usr/local/bin/',
    lesson: 'BuildKit cache mounts (part 5)',
  },
  mvn: {
    summary:
      'Builds with Maven. `dependency:go-offline` after copying only `pom.xml` puts the downloads into a layer of their own.',
    aliases: ['mvnw', './mvnw'],
    flags: [
      { flag: '-B', summary: 'batch mode: no question, no colour' },
      { flag: '-DskipTests', summary: 'compile the tests, do not run them' },
      { flag: '-o', summary: 'offline, after `dependency:go-offline`' },
    ],
    cacheMounts: ['--mount=type=cache,target=/root/.m2,sharing=locked'],
    note: 'A `settings.xml` of the image below `/root/.m2` is hidden by the mount; use `/root/.m2/repository` then.',
    example:
      'FROM maven:3.9-eclipse-temurin-25\nWORKDIR /src\nCOPY pom.xml .\nRUN --mount=type=cache,target=/root/.m2,sharing=locked mvn -B dependency:go-offline',
    lesson: 'Copy dependency files first (part 5)',
  },
  gradle: {
    summary: 'Builds with Gradle. The wrapper `./gradlew` brings the version that the project asks for.',
    aliases: ['gradlew', './gradlew'],
    flags: [
      { flag: '--no-daemon', summary: 'no background process, which a build step cannot keep' },
      { flag: '--console=plain', summary: 'a log without progress bars' },
      { flag: '-x test', summary: 'without the tests' },
    ],
    cacheMounts: ['--mount=type=cache,target=/root/.gradle,sharing=locked'],
    note: 'In the `gradle` image the path is `/home/gradle/.gradle`.',
    example:
      'FROM eclipse-temurin:25-jdk\nWORKDIR /src\nCOPY . .\nRUN --mount=type=cache,target=/root/.gradle,sharing=locked ./gradlew --no-daemon bootJar',
    lesson: 'BuildKit cache mounts (part 5)',
  },
  'composer install': {
    summary: 'Installs the PHP packages of `composer.lock`; `composer update` does not belong into a build.',
    aliases: ['composer require', 'composer update', 'composer create-project'],
    flags: [
      { flag: '--no-dev', summary: 'no development dependencies' },
      { flag: '--no-interaction', summary: 'no question' },
      { flag: '--no-scripts --no-autoloader', summary: 'before the sources are there; `dump-autoload` follows' },
    ],
    cacheMounts: ['--mount=type=cache,target=/tmp/cache'],
    note: 'That path is right in the `composer` image; elsewhere set `COMPOSER_CACHE_DIR=/tmp/cache`.',
    example:
      'FROM composer:2.10\nCOPY composer.json composer.lock ./\nRUN --mount=type=cache,target=/tmp/cache composer install --no-dev --no-interaction --no-scripts --no-autoloader',
    lesson: 'Copy dependency files first (part 5)',
  },
  'bundle install': {
    summary: 'Installs the Ruby gems of `Gemfile.lock`. Groups and strictness are set by variables.',
    aliases: ['bundle', 'bundler install'],
    flags: [
      { flag: 'BUNDLE_FROZEN=1', summary: 'as ENV: stop when the lock file does not fit' },
      { flag: 'BUNDLE_WITHOUT="development:test"', summary: 'as ENV: leave out these groups' },
      { flag: '--jobs <number>', summary: 'so many gems at once' },
    ],
    cacheMounts: ['--mount=type=cache,target=/usr/local/bundle/cache'],
    note: 'Do not mount the whole of `/usr/local/bundle`: the gems would be missing in the image.',
    example:
      'FROM ruby:3.4-slim\nENV BUNDLE_FROZEN=1\nWORKDIR /app\nCOPY Gemfile Gemfile.lock ./\nRUN --mount=type=cache,target=/usr/local/bundle/cache bundle install',
    lesson: 'Copy dependency files first (part 5)',
  },
  'gem install': {
    summary: 'Installs single Ruby gems. Give the version, and leave out the documentation.',
    flags: [
      { flag: '-v <version>', summary: 'a fixed version; also `<gem>:<version>`' },
      { flag: '--no-document', summary: 'no documentation' },
    ],
    cacheMounts: [],
    note: 'The downloads stay in `cache` below `gem env gemdir`; delete that folder in the same RUN.',
    example:
      'FROM ruby:3.4-slim\nRUN gem install --no-document bundler -v 2.7.2 \\\n    && rm -rf "$(gem env gemdir)/cache"',
    lesson: 'Pin specific versions (part 5)',
  },
  'dotnet restore': {
    summary: 'Fetches the NuGet packages of the project file, before the sources are copied.',
    flags: [
      { flag: '--locked-mode', summary: 'stop when `packages.lock.json` does not fit' },
      { flag: '-a <architecture>', summary: 'for another architecture than that of the builder' },
    ],
    cacheMounts: [nugetMount],
    note: 'The publish step needs the same mount.',
    example: `FROM mcr.microsoft.com/dotnet/sdk:10.0\nWORKDIR /src\nCOPY app.csproj .\nRUN ${nugetMount} dotnet restore`,
    lesson: 'Copy dependency files first (part 5)',
  },
  'dotnet publish': {
    summary: 'Compiles and gathers what the program needs to run. Copy the result into an `aspnet` or `runtime` image.',
    aliases: ['dotnet build'],
    flags: [
      { flag: '-c Release', summary: 'optimised' },
      { flag: '-o <folder>', summary: 'where the result goes' },
      { flag: '--no-restore', summary: 'after a `dotnet restore` of its own' },
      { flag: '-p:UseAppHost=false', summary: 'only the `.dll`, started with `dotnet`' },
    ],
    cacheMounts: [nugetMount],
    example: `FROM mcr.microsoft.com/dotnet/sdk:10.0\nWORKDIR /src\nCOPY . .\nRUN ${nugetMount} dotnet publish -c Release -o /out`,
    lesson: 'Multi-stage builds (part 5)',
  },
}
