/** Which user a stage could run as, and how loudly root is reported. */
import { describe, expect, it } from 'vitest'
import { lint } from '../../server/src/lint/lint.ts'
import { LintFile } from '../../server/src/lint/lint-file.ts'
import { planUser } from '../../server/src/lint/user-plan.ts'
import { runsAsRoot } from '../../server/src/rules/users/runs-as-root.ts'

function planOf(text: string) {
  const file = new LintFile({ text, today: '2026-11-20' })
  const stage = file.finalStage
  return stage && planUser(file, stage)
}

describe('the user of a stage', () => {
  it.each([
    ['FROM node:24', 'node', undefined],
    ['FROM node:24-alpine', 'node', undefined],
    ['FROM ubuntu:24.04', 'ubuntu', undefined],
    ['FROM ubuntu:22.04', 'appuser', 'useradd --create-home appuser'],
    ['FROM debian:13-slim', 'appuser', 'useradd --create-home appuser'],
    ['FROM fedora:43', 'appuser', 'useradd --create-home appuser'],
    ['FROM opensuse/leap:15.6', 'appuser', 'useradd --create-home --user-group appuser'],
    ['FROM alpine:3.22', 'appuser', 'addgroup -S appuser && adduser -S -D -G appuser appuser'],
    [
      'FROM amazonlinux:2023',
      'appuser',
      'dnf install -y shadow-utils && useradd --create-home appuser && dnf clean all',
    ],
    ['FROM amazonlinux:2023\nRUN dnf install -y shadow-utils', 'appuser', 'useradd --create-home appuser'],
    ['FROM gcr.io/distroless/static-debian12', 'nonroot', undefined],
    ['FROM scratch', '65532:65532', undefined],
    ['FROM mcr.microsoft.com/dotnet/aspnet:9.0', 'app', undefined],
    ['FROM mcr.microsoft.com/dotnet/aspnet:6.0', 'appuser', 'useradd --create-home appuser'],
    ['FROM php:8.4-apache', 'www-data', undefined],
    ['FROM jenkins/jenkins:lts\nUSER root', 'jenkins', undefined],
    ['FROM debian:13\nUSER web\nUSER root', 'web', undefined],
    ['FROM debian:13\nRUN useradd -r -g staff web', 'web', undefined],
    ['FROM alpine:3.22\nRUN adduser -D -G www web', 'web', undefined],
    ['FROM debian:13\nRUN useradd a && useradd b\nCOPY --chown=a:a . .', 'a', undefined],
    [
      'FROM example.com/base\nRUN apk add --no-cache curl',
      'appuser',
      'addgroup -S appuser && adduser -S -D -G appuser appuser',
    ],
    ['FROM example.com/base\nCOPY --chown=1001:0 . .', '1001:0', undefined],
  ])('%s', (text, user, creation) => {
    expect(planOf(`${text}\n`)).toMatchObject({ user, creation })
  })

  it.each(['nginx:1.29', 'httpd:2.4', 'mcr.microsoft.com/windows/servercore:ltsc2022', 'example.com/base'])(
    'nobody for %s',
    (image) => expect(planOf(`FROM ${image}\n`)).toBeUndefined(),
  )

  it('takes nobody who is only put into a group', () => {
    expect(planOf('FROM alpine:3.22\nRUN adduser web www\n')?.origin).toBe('created')
  })

  it('gives files to a user and the group that it was created with', () => {
    expect(planOf('FROM debian:13\nRUN useradd -g staff web\n')?.owner).toBe('web:staff')
    expect(planOf('FROM debian:13\nRUN useradd web\n')?.owner).toBe('web')
    expect(planOf('FROM alpine:3.22\nRUN adduser -D -g "The web" -G www web\n')?.owner).toBe('web:www')
  })
})

describe('how loudly root is reported', () => {
  const severity = (text: string) => lint({ text, today: '2026-11-20' }, [runsAsRoot]).problems.map((p) => p.severity)

  it.each([
    ['an application', 'FROM node:24\nCOPY . .\nCMD ["node", "server.js"]\n', 'warning'],
    ['files for a server', 'FROM nginx:1.29\nCOPY site /usr/share/nginx/html\n', 'warning'],
    ['a base image', 'FROM debian:13\nCOPY . /opt/tools\n', 'hint'],
    ['a shell to work in', 'FROM debian:13\nCOPY . /opt/tools\nCMD ["bash"]\n', 'hint'],
    ['an interpreter without a program', 'FROM debian:13\nCOPY . /opt\nCMD ["python3", "-q"]\n', 'hint'],
    ['only an entrypoint script', 'FROM debian:13\nCOPY run.sh docker-entrypoint /\nENTRYPOINT ["/run.sh"]\n', 'hint'],
    ['only settings', 'FROM debian:13\nCOPY my.cnf /etc/mysql/\nCMD ["mysqld"]\n', 'hint'],
    ['a daemon of the system', 'FROM debian:13\nCOPY jobs /jobs\nCMD ["cron", "-f"]\n', 'hint'],
  ])('%s', (_, text, expected) => {
    expect(severity(text)).toEqual([expected])
  })

  it.each([
    ['a database', 'FROM postgres:18\nCOPY a.sql /docker-entrypoint-initdb.d/\n'],
    ['the init of s6', 'FROM alpine:3.22\nCOPY app /app\nENTRYPOINT ["/init"]\n'],
    ['gosu', 'FROM debian:13\nCOPY app /app\nENTRYPOINT ["gosu", "web", "/app"]\n'],
    ['su-exec of a package', 'FROM alpine:3.22\nRUN apk add --no-cache su-exec\nCOPY a /a\nENTRYPOINT ["/a"]\n'],
    ['gosu of another image', 'FROM debian:13\nCOPY --from=tianon/gosu /gosu /usr/bin/\nCOPY a /a\nCMD ["/a"]\n'],
  ])('nothing where %s gives root up', (_, text) => {
    expect(severity(text)).toEqual([])
  })
})
