import { describe, expect, test } from 'vitest'
import { deprecatedImage, endOfLife, endOfLifeFacts, supportedTags } from '../../server/src/knowledge/end-of-life.ts'
import { image } from './reference.ts'

const today = '2026-11-20'

describe('ended releases and where to go', () => {
  test.each([
    ['node:16-alpine', '2023-09-11', ['node:22-alpine', 'node:24-alpine', 'node:26-alpine']],
    ['node:16.14-alpine3.14', '2023-09-11', ['node:22-alpine3.24', 'node:24-alpine3.24', 'node:26-alpine3.24']],
    [
      'node:18-bullseye-slim',
      '2025-04-30',
      ['node:22-bookworm-slim', 'node:24-bookworm-slim', 'node:26-bookworm-slim'],
    ],
    [
      'docker.io/library/node:14',
      '2023-04-30',
      ['docker.io/library/node:22', 'docker.io/library/node:24', 'docker.io/library/node:26'],
    ],
    ['python:3.7-slim', '2023-06-27', ['python:3.11-slim', 'python:3.12-slim', 'python:3.13-slim', 'python:3.14-slim']],
    ['python:2', '2020-01-01', ['python:3.11', 'python:3.12', 'python:3.13', 'python:3.14']],
    ['debian:buster-slim', '2024-06-30', ['debian:bookworm-slim', 'debian:trixie-slim']],
    ['debian:10', '2024-06-30', ['debian:12', 'debian:13']],
    ['ubuntu:20.04', '2025-05-31', ['ubuntu:22.04', 'ubuntu:24.04', 'ubuntu:26.04']],
    ['ubuntu:bionic', '2023-05-31', ['ubuntu:jammy', 'ubuntu:noble', 'ubuntu:resolute']],
    ['alpine:3.14', '2023-05-01', ['alpine:3.22', 'alpine:3.23', 'alpine:3.24']],
    [
      'php:7.4-fpm-alpine',
      '2022-11-28',
      ['php:8.3-fpm-alpine', 'php:8.4-fpm-alpine', 'php:8.5-fpm-alpine', 'php:8.2-fpm-alpine'],
    ],
    ['mcr.microsoft.com/dotnet/aspnet:6.0-bullseye-slim', '2024-11-12', ['mcr.microsoft.com/dotnet/aspnet:10.0-noble']],
    ['mysql:5.7', '2023-10-31', ['mysql:8.4', 'mysql:9.7']],
    [
      'eclipse-temurin:16-jdk',
      '2021-09-30',
      ['eclipse-temurin:17-jdk', 'eclipse-temurin:21-jdk', 'eclipse-temurin:25-jdk'],
    ],
    ['amazonlinux:2', '2026-06-30', ['amazonlinux:2023']],
    ['buildpack-deps:stretch', '2022-07-01', ['buildpack-deps:bookworm', 'buildpack-deps:trixie']],
    ['debian:bullseye-20260610-slim', '2026-08-31', ['debian:bookworm-slim', 'debian:trixie-slim']],
    ['python:3.13.6-slim-bullseye', '2026-08-31', ['python:3.13-slim-bookworm', 'python:3.13-slim-trixie']],
    ['maven:3.6-jdk-8', '2021-03-30', ['maven:3.9-eclipse-temurin-8']],
    ['elasticsearch:7.17.0', '2026-01-15', []],
    ['python:3.6-windowsservercore', '2021-12-23', []],
    ['nvidia/cuda:11.8.0-base-ubuntu20.04', '2025-05-31', []],
    ['centos:7', '2024-06-30', []],
  ])('%s', (text, date, replacementTags) => {
    expect(endOfLife(image(text), today)).toMatchObject({ ended: true, date, replacementTags })
  })
})

describe('supported, or not known', () => {
  test.each([
    'node:24',
    'python:3',
    'debian:bookworm',
    'alpine:3',
    'redis:7',
    'eclipse-temurin:17-jdk-alpine',
    'mcr.microsoft.com/windows/servercore:1809',
  ])('%s', (text) => {
    expect(endOfLife(image(text), today)?.ended ?? false).toBe(false)
  })

  test.each([
    'node',
    'node:latest',
    'node:alpine',
    'own/app:16',
    'linuxkit/alpine:3fdc49366257e53276c6f363956a4353f95d9a81',
    'openjdk:17',
  ])('%s has no release', (text) => {
    expect(endOfLife(image(text), today)).toBeUndefined()
  })
})

test('the day decides', () => {
  expect(endOfLife(image('node:20'), '2026-04-29')?.ended).toBe(false)
  expect(endOfLife(image('node:20'), '2026-04-30')?.ended).toBe(true)
  expect(endOfLife(image('debian:bullseye'), '2026-08-30')?.ended).toBe(false)
})

test('a release that ends within three months is not the first choice', () => {
  expect(endOfLife(image('fedora:38'), today)?.replacementTags).toEqual(['fedora:44', 'fedora:43'])
  expect(endOfLife(image('fedora:38'), '2026-06-01')?.replacementTags).toEqual(['fedora:43', 'fedora:44'])
})

test('a tag with two releases has two facts', () => {
  const facts = endOfLifeFacts(image('node:20-buster'), today)
  expect(facts.map(({ title, cycle, token, reason }) => [title, cycle, token, reason])).toEqual([
    ['Node.js', '20', '20', 'version'],
    ['Debian', '10', 'buster', 'os-release'],
  ])
  expect(endOfLife(image('node:24-buster'), today)).toMatchObject({
    reason: 'os-release',
    replacementTags: ['node:24-bookworm', 'node:24-trixie'],
  })
})

test('an ended version is not offered on a newer system', () => {
  expect(endOfLifeFacts(image('node:14-buster-slim'), today).map(({ replacementTags }) => replacementTags)).toEqual([
    ['node:22-bookworm-slim', 'node:24-bookworm-slim', 'node:26-bookworm-slim'],
    [],
  ])
})

test('the release below a pinned version is told apart from one in the tag', () => {
  const facts = endOfLifeFacts(image('python:3.11.1-slim'), today)
  expect(facts[1]).toMatchObject({
    title: 'Debian',
    cycle: '11',
    ended: true,
    reason: 'implied-os-release',
    replacementTags: [],
  })
  expect(endOfLife(image('python:3.11.1-slim'), today)?.ended).toBe(false)
})

test('products whose releases all end soon are marked', () => {
  expect(endOfLife(image('rust:1.75'), today)).toMatchObject({
    ended: true,
    rolling: true,
    replacementTags: ['rust:1.98'],
  })
  expect(endOfLife(image('golang:1.22'), today)?.rolling).toBe(false)
})

describe('deprecated images', () => {
  test.each([
    ['openjdk:17', ['eclipse-temurin', 'amazoncorretto', 'ibm-semeru-runtimes', 'sapmachine']],
    ['centos', ['almalinux', 'rockylinux/rockylinux', 'quay.io/centos/centos']],
    ['circleci/golang:1.16', ['cimg/go']],
    ['k8s.gcr.io/pause:3.2', ['registry.k8s.io/pause']],
    ['gcr.io/distroless/cc-debian12', ['gcr.io/distroless/cc-debian13']],
    ['gcr.io/distroless/java21-debian12', ['gcr.io/distroless/java21-debian13']],
    ['mhart/alpine-node:12', ['node:12-alpine']],
    ['mhart/alpine-node', []],
    ['amazonlinux:1', ['amazonlinux:2023']],
    ['glassfish', []],
  ])('%s', (text, replacement) => {
    expect(deprecatedImage(image(text))?.replacement).toEqual(replacement)
  })

  test.each([
    'node:16',
    'amazonlinux:2',
    'gcr.io/distroless/static-debian13',
    'quay.io/jupyter/scipy-notebook',
    'circleci/runner:launch-agent',
  ])('%s is kept up', (text) => {
    expect(deprecatedImage(image(text))).toBeUndefined()
  })
})

describe('tags for a reference without a version', () => {
  test.each([
    ['node', 'node:26'],
    ['node:lts-slim', 'node:26-slim'],
    ['node:alpine', 'node:26-alpine'],
    ['python:latest', 'python:3.14'],
    ['ubuntu', 'ubuntu:26.04'],
    ['debian:latest', 'debian:13'],
    ['golang', 'golang:1.27'],
    ['php:fpm-alpine', 'php:8.5-fpm-alpine'],
    ['mcr.microsoft.com/dotnet/sdk', 'mcr.microsoft.com/dotnet/sdk:10.0'],
  ])('%s', (text, first) => {
    expect(supportedTags(image(text), today)[0]).toBe(first)
  })

  test('long-term releases come first, once they are such', () => {
    expect(supportedTags(image('node'), '2026-10-01')).toEqual(['node:24', 'node:22', 'node:26'])
  })

  test.each(['centos', 'busybox', 'own/app', 'node:20'])('%s has none to offer', (text) => {
    expect(supportedTags(image(text), today)).toEqual([])
  })
})
