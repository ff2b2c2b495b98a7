/** Fixes of the rules on package managers, with stand-ins that record how they are called. */
import { lines, type RuleCases } from './case.ts'

const withoutYes = (base: string, manager: string, ask: RegExp): RuleCases => ({
  differs: { fails: ask },
  withoutExample: manager === 'apt-get' ? 'it has no package lists' : undefined,
  cases: [
    lines(`FROM ${base}`, `RUN ${manager === 'apt-get' ? 'apt-get update && ' : ''}${manager} install curl`),
    lines(
      `FROM ${base}`,
      `RUN ${manager === 'apt-get' ? 'apt-get update && ' : ''}${manager} install git \\`,
      '    # a comment',
      '    curl',
    ),
    lines(
      `FROM ${base}`,
      `RUN ${manager === 'apt-get' ? 'apt-get update; ' : ''}set -e; ${manager} install "git"; touch /done`,
    ),
  ],
})

const cacheKept = (base: string, manager: string): RuleCases => ({
  differs: {
    files: [new RegExp(`^var/cache/${manager}`)],
    calls: (line) => (line.includes(' clean') ? undefined : line),
  },
  cases: [
    lines(`FROM ${base}`, `RUN ${manager} install -y git \\`, '    curl'),
    lines(`FROM ${base}`, `RUN set -e; \\`, `    ${manager} -y install git; \\`, '    touch /done'),
  ],
})

const removed = (pattern: RegExp) => (line: string) => line.replace(pattern, '')
const withoutLine = (pattern: RegExp) => (line: string) => (pattern.test(line) ? undefined : line)

export const packagesCases: Readonly<Record<string, RuleCases>> = {
  'apt-install-without-yes': withoutYes('debian:13', 'apt-get', /Abort|unable to locate/),
  'yum-install-without-yes': withoutYes('rockylinux:9', 'yum', /aborted/),
  'dnf-install-without-yes': withoutYes('fedora:43', 'dnf', /aborted/),
  'microdnf-install-without-yes': withoutYes('redhat/ubi9-minimal', 'microdnf', /aborted/),
  'zypper-install-without-yes': withoutYes('opensuse/leap:15.6', 'zypper', /aborted/),
  'apt-install-recommends': {
    differs: { files: [/^installed\/recommended$/, /^var\/log\/apt/], calls: removed(/ --no-install-recommends/) },
    cases: [
      lines('FROM debian:13', 'RUN apt-get update \\', '  && apt-get -y install \\', '    curl \\', '    git'),
      lines('FROM ubuntu:24.04', 'RUN apt-get update', 'RUN apt-get install -y curl && apt-get install -qq -y git'),
    ],
  },
  'apt-lists-kept': {
    differs: { files: [/^var\/lib\/apt\/lists/] },
    cases: [
      lines('FROM debian:13', 'RUN set -eux; \\', '    apt-get update; \\', '    apt-get install -y curl'),
      lines('FROM debian:13', 'RUN <<EOF', 'set -e', 'apt-get update', 'apt-get install -y curl', 'EOF'),
    ],
  },
  'apt-instead-of-apt-get': {
    differs: { calls: (line) => line.replace(/ apt /, ' apt-get ') },
    cases: [
      lines('FROM debian:13', 'RUN apt update && \\', '    apt install -y curl'),
      lines('FROM ubuntu:24.04', 'RUN apt-get update', 'RUN apt -y install --no-install-recommends git'),
    ],
  },
  'apk-cache-kept': {
    differs: {
      files: [/^var\/cache/],
      calls: (line) => (/ apk update$/.test(line) ? undefined : line.replace(/ --(no-cache|update)/, '')),
    },
    cases: [
      lines('FROM alpine:3.22', 'RUN apk add curl git'),
      lines('FROM alpine:3.22', 'RUN apk --update add \\', '    curl \\', '  && touch /done'),
    ],
  },
  'dnf-cache-kept': cacheKept('fedora:43', 'dnf'),
  'yum-cache-kept': cacheKept('rockylinux:9', 'yum'),
  'zypper-cache-kept': cacheKept('opensuse/leap:15.6', 'zypper'),
  'microdnf-cache-kept': cacheKept('redhat/ubi9-minimal:9.6', 'microdnf'),
  'pip-cache-kept': {
    differs: { files: [/^root\/\.cache/], calls: removed(/ --no-cache-dir/) },
    cases: [
      lines('FROM python:3.14-slim', 'RUN pip3 install flask gunicorn'),
      lines('FROM python:3.14', 'COPY requirements.txt .', 'RUN python -m pip install \\', '    -r requirements.txt'),
    ],
  },
  'npm-cache-kept': {
    differs: { files: [/^root\/\.npm/], calls: withoutLine(/npm cache/) },
    cases: [
      lines('FROM node:24', 'WORKDIR /app', 'COPY . .', 'RUN npm install --omit=dev && \\', '    touch /done'),
      lines('FROM node:24-alpine', 'WORKDIR /app', 'COPY . .', 'RUN set -e; npm ci; npm run build'),
    ],
  },
  'yarn-cache-kept': {
    differs: { files: [/^usr\/local\/share\/\.cache/], calls: withoutLine(/yarn cache/) },
    cases: [
      lines('FROM node:22', 'WORKDIR /app', 'COPY package.json yarn.lock ./', 'RUN yarn'),
      lines(
        'FROM node:22',
        'WORKDIR /app',
        'COPY package.json yarn.lock ./',
        'RUN yarn install --frozen-lockfile \\',
        '  && yarn build',
      ),
    ],
  },
  'conda-cache-kept': {
    differs: { files: [/^opt\/conda\/pkgs/], calls: withoutLine(/conda clean/) },
    cases: [
      lines('FROM continuumio/miniconda3', 'RUN conda install -y numpy'),
      lines('FROM continuumio/miniconda3', 'RUN conda install -y numpy && \\', '    touch /done'),
    ],
  },
  'gem-cache-kept': {
    differs: { files: [/^usr\/local\/bundle\/cache/], calls: withoutLine(/gem env/) },
    cases: [
      lines('FROM ruby:3.4', 'RUN gem install bundler rake'),
      lines('FROM ruby:3.4-slim', 'RUN gem install rake \\', '  && touch /done'),
    ],
  },
  'composer-cache-kept': {
    withoutExample: 'it has no files of its own here',
    differs: { files: [/^root\/\.composer/], calls: withoutLine(/clear-?cache/) },
    cases: [
      lines('FROM composer:2.8', 'WORKDIR /app', 'COPY . .', 'RUN composer install --no-dev'),
      lines('FROM composer:2.8', 'WORKDIR /app', 'COPY . .', 'RUN composer install && touch /done'),
      lines('FROM composer:2.8', 'WORKDIR /app', 'COPY . .', 'RUN set -e; composer install --no-dev; touch /done'),
    ],
  },
  'npm-install-instead-of-ci': {
    differs: { calls: (line) => line.replace(/ npm (install|i)\b/, ' npm ci') },
    cases: [
      lines('FROM node:24', 'WORKDIR /app', 'COPY package*.json package-lock.json ./', 'RUN npm install'),
      lines('FROM node:24', 'WORKDIR /app', 'COPY package.json package-lock.json ./', 'RUN npm i && npm run build'),
    ],
  },
  'npm-production-flag-deprecated': {
    differs: { calls: (line) => line.replace(/ --(only=prod(uction)?|production|omit=dev)/, ' production') },
    cases: [
      lines('FROM node:24', 'COPY package.json ./', 'RUN npm install --production'),
      lines('FROM node:24', 'COPY package.json package-lock.json ./', 'RUN npm ci --only=prod'),
    ],
  },
}
