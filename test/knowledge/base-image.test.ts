import { describe, expect, test } from 'vitest'
import { type BaseImageFacts, baseImage } from '../../server/src/knowledge/base-image.ts'
import { hasTool } from '../../server/src/knowledge/image-tools.ts'
import { image } from './reference.ts'

function facts(text: string): BaseImageFacts {
  const result = baseImage(image(text))
  if (!result) throw new Error(`no facts: ${text}`)
  return result
}

describe('system and release', () => {
  test.each([
    ['node:20', 'debian', 'bookworm'],
    ['node:20.1.0', 'debian', 'bullseye'],
    ['node:16-alpine', 'alpine', 'alpine3.18'],
    ['node:18-bullseye-slim', 'debian', 'bullseye'],
    ['node:18-alpine3.16', 'alpine', 'alpine3.16'],
    ['python:3.9-slim-buster', 'debian', 'buster'],
    ['openjdk:8-jdk', 'debian', 'bullseye'],
    ['openjdk:17', 'oraclelinux-slim', 'oraclelinux8'],
    ['mysql:5.7.30', 'debian', 'buster'],
    ['ubuntu:22.04', 'ubuntu', 'jammy'],
    ['ubuntu:noble', 'ubuntu', 'noble'],
    ['debian:12.5-slim', 'debian', 'bookworm'],
    ['alpine:3', 'alpine', 'alpine3.24'],
    ['buildpack-deps:jammy-scm', 'ubuntu', 'jammy'],
    ['nvidia/cuda:11.8.0-base-ubuntu20.04', 'ubuntu', 'focal'],
    ['mcr.microsoft.com/dotnet/aspnet:8.0', 'debian', 'bookworm'],
    ['mcr.microsoft.com/dotnet/aspnet:10.0', 'ubuntu', 'noble'],
    ['mcr.microsoft.com/dotnet/aspnet:8.0-jammy-chiseled', 'ubuntu-chiseled', 'jammy'],
    ['gcr.io/distroless/base-debian12', 'distroless', 'bookworm'],
    ['registry.access.redhat.com/ubi8-minimal:8.10', 'ubi-minimal', 'ubi8'],
    ['ros:kinetic', 'ubuntu', undefined],
    ['scratch', 'scratch', undefined],
  ])('%s', (text, os, release) => {
    expect([facts(text).os, facts(text).release?.token]).toEqual([os, release])
  })
})

describe('package managers', () => {
  test.each([
    ['debian', ['apt-get']],
    ['alpine:3.20', ['apk']],
    ['centos:7', ['yum']],
    ['centos:8', ['dnf', 'yum']],
    ['amazonlinux:2', ['yum']],
    ['amazonlinux:2023', ['dnf', 'yum']],
    ['fedora:43', ['dnf', 'yum']],
    ['almalinux:9-minimal', ['microdnf']],
    ['redhat/ubi9-minimal', ['microdnf']],
    ['oraclelinux:7-slim', ['yum']],
    ['opensuse/leap:15.6', ['zypper']],
    ['gcr.io/distroless/static', []],
    ['cgr.dev/chainguard/node', []],
    ['cgr.dev/chainguard/node:latest-dev', ['apk']],
  ])('%s', (text, managers) => {
    expect(facts(text).packageManagers).toEqual(managers)
  })
})

describe('shell', () => {
  test.each([
    ['debian', '/bin/sh', 'dash'],
    ['alpine', '/bin/sh', 'ash'],
    ['fedora', '/bin/sh', 'bash'],
    ['busybox', '/bin/sh', 'ash'],
    ['quay.io/jupyter/base-notebook', '/bin/bash', 'bash'],
    ['mcr.microsoft.com/windows/nanoserver:ltsc2022', 'cmd', 'cmd'],
    ['golang:1.26-windowsservercore', 'powershell', 'powershell'],
  ])('%s', (text, path, flavour) => {
    expect(facts(text).shell).toMatchObject({ path, flavour })
  })

  test.each([
    'scratch',
    'gcr.io/distroless/java21-debian13:nonroot',
    'mcr.microsoft.com/dotnet/runtime:8.0-noble-chiseled',
    'cgr.dev/chainguard/static',
  ])('%s has none', (text) => {
    expect(facts(text).hasShell).toBe(false)
    expect(hasTool(facts(text), 'sh')).toBe(false)
  })

  test('the debug tags of distroless have one that RUN does not find', () => {
    expect(facts('gcr.io/distroless/base-debian12:debug')).toMatchObject({ hasShell: false, debugShell: '/busybox/sh' })
  })
})

describe('users', () => {
  test.each([
    ['node:20', 'root'],
    ['haproxy:2.3', 'root'],
    ['haproxy:3.0', 'haproxy'],
    ['elasticsearch:7.17.0', 'root'],
    ['elasticsearch:8.5.0', 'elasticsearch'],
    ['gcr.io/distroless/static-debian12', 'root'],
    ['gcr.io/distroless/static-debian12:nonroot', 'nonroot'],
    ['mcr.microsoft.com/dotnet/aspnet:8.0', 'root'],
    ['mcr.microsoft.com/dotnet/aspnet:8.0-noble-chiseled', 'app'],
    ['docker:27-dind-rootless', 'rootless'],
    ['docker:27-cli', 'root'],
    ['nginxinc/nginx-unprivileged:1.27', 'nginx'],
  ])('%s starts as %s', (text, name) => {
    expect(facts(text).defaultUser?.name).toBe(name)
    expect(facts(text).startsAsRoot).toBe(name === 'root')
  })

  test.each([
    ['node:20', [['node', 1000]]],
    ['node:6.9.1', []],
    ['node:6.9', [['node', 1000]]],
    ['ubuntu:22.04', []],
    ['ubuntu:24.04', [['ubuntu', 1000]]],
    ['postgres:16', [['postgres', 999]]],
    ['postgres:16-alpine', [['postgres', 70]]],
    ['mcr.microsoft.com/dotnet/aspnet:7.0', []],
    ['mcr.microsoft.com/dotnet/aspnet:8.0', [['app', 1654]]],
    ['docker:27', []],
    ['python:3.12', []],
  ])('%s is ready for %o', (text, users) => {
    expect(facts(text).readyUsers.map((user) => [user.name, user.uid])).toEqual(users)
  })

  test('how a user is created', () => {
    expect(facts('debian').userCreation).toBe('useradd')
    expect(facts('alpine').userCreation).toBe('adduser-busybox')
    expect(facts('scratch').userCreation).toBe('none')
    expect(facts('redhat/ubi9-minimal')).toMatchObject({ userCreation: 'useradd', userCreationPackage: 'shadow-utils' })
  })

  test('entrypoints that leave root behind', () => {
    expect(facts('postgres:16').entrypointDropsRoot).toBe(true)
    expect(facts('nginx').entrypointDropsRoot).toBe(false)
  })
})

describe('servers', () => {
  test.each([
    ['nginx:alpine', true, [80], 'SIGQUIT'],
    ['php:8.3-apache', true, [80], 'SIGWINCH'],
    ['php:8.3-fpm-alpine', true, [9000], 'SIGQUIT'],
    ['php:8.3-cli', false, [], undefined],
    ['wordpress:6', true, [80], 'SIGWINCH'],
    ['httpd:2.4', true, [80], 'SIGWINCH'],
    ['postgres:16', true, [5432], 'SIGINT'],
    ['haproxy:3.0', true, [], 'SIGUSR1'],
    ['docker:cli', false, [], undefined],
    ['node:20', false, [], undefined],
  ])('%s', (text, isServer, ports, stopSignal) => {
    const known = facts(text)
    expect([known.isServer, known.exposes.map(({ port }) => port), known.stopSignal]).toEqual([
      isServer,
      ports,
      stopSignal,
    ])
  })

  test('a port of UDP', () => {
    expect(facts('caddy').exposes).toContainEqual({ port: 443, protocol: 'udp' })
  })
})

describe('variables', () => {
  test('a value that all tags share, and one that differs', () => {
    const { env } = facts('golang:1.26')
    expect(env.GOPATH).toBe('/go')
    expect(env.GOLANG_VERSION).toBeNull()
    expect('NODE_VERSION' in env).toBe(false)
  })

  test('prose is no value', () => {
    expect(facts('postgres:16').env.PGDATA).toBeNull()
    expect(facts('mcr.microsoft.com/dotnet/runtime-deps:8.0').env.DOTNET_SYSTEM_GLOBALIZATION_INVARIANT).toBeNull()
  })
})

describe('tools', () => {
  test.each([
    ['node:20', 'curl', true],
    ['node:20-slim', 'curl', false],
    ['node:20-slim', '/usr/bin/wget', false],
    ['node:20-alpine', 'wget', true],
    ['node:20-alpine', 'bash', false],
    ['python:3.12-slim', 'ps', false],
    ['debian:12', 'curl', false],
    ['debian:12', 'adduser', true],
    ['debian:13', 'adduser', false],
    ['alpine', 'useradd', false],
    ['postgres:16', 'curl', false],
    ['postgres:16-alpine', 'wget', true],
    ['nginx:1.27', 'curl', true],
    ['nginx:1.14', 'curl', undefined],
    ['nginx:alpine-slim', 'curl', false],
    ['eclipse-temurin:21-jre', 'curl', true],
    ['eclipse-temurin:25-jre', 'curl', false],
    ['eclipse-temurin:latest', 'curl', undefined],
    ['tomcat:10-jdk21', 'wget', true],
    ['scratch', 'anything', false],
    ['mcr.microsoft.com/dotnet/aspnet:8.0', 'curl', false],
    ['mcr.microsoft.com/dotnet/aspnet:8.0-alpine', 'wget', true],
    ['ruby:3.3', 'imagemagick', undefined],
  ])('%s and %s: %s', (text, tool, expected) => {
    expect(hasTool(facts(text), tool)).toBe(expected)
  })
})

test('wildcard entries and unknown images', () => {
  expect(facts('bitnami/redis:7').defaultUser).toEqual({ uid: 1001, gid: 0 })
  expect(baseImage(image('example.com/own/app:1'))).toBeUndefined()
  expect(baseImage(image('constructor'))).toBeUndefined()
  expect(baseImage(image('tostring'))).toBeUndefined()
})

test('a mirror and an architecture prefix have the facts of the image', () => {
  expect(facts('docker.io/arm64v8/node:20').repository).toBe('node')
  expect(facts('public.ecr.aws/docker/library/node:20').readyUsers).toHaveLength(1)
})
