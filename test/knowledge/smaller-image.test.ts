import { describe, expect, test } from 'vitest'
import { imageSize, smallerImages } from '../../server/src/knowledge/smaller-image.ts'
import { image } from './reference.ts'

describe('smaller images', () => {
  test.each([
    ['node:20', ['node:20-slim', 'node:20-alpine']],
    ['node:22', ['node:22-slim', 'node:22-alpine', 'gcr.io/distroless/nodejs22-debian13:nonroot']],
    ['node:20-bookworm', ['node:20-bookworm-slim', 'node:20-alpine']],
    ['node', ['node:slim', 'node:alpine']],
    ['node:lts', ['node:lts-slim', 'node:lts-alpine']],
    [
      'python:3.11-bookworm',
      ['python:3.11-slim-bookworm', 'python:3.11-alpine', 'gcr.io/distroless/python3-debian13:nonroot'],
    ],
    ['ruby:3.3', ['ruby:3.3-slim', 'ruby:3.3-alpine']],
    ['debian:bookworm', ['debian:bookworm-slim', 'gcr.io/distroless/base-debian13:nonroot']],
    ['eclipse-temurin:21-jdk-alpine', ['eclipse-temurin:21-jre-alpine']],
    [
      'maven:3.9-eclipse-temurin-21',
      ['eclipse-temurin:21-jre', 'eclipse-temurin:21-jre-alpine', 'gcr.io/distroless/java21-debian13:nonroot'],
    ],
    [
      'rust:1.98',
      ['debian:trixie-slim', 'gcr.io/distroless/cc-debian13:nonroot', 'scratch', 'alpine:3.24', 'rust:1.98-slim'],
    ],
    ['nginx:1.30', ['nginx:1.30-alpine-slim', 'nginx:1.30-alpine', 'nginxinc/nginx-unprivileged:1.30-alpine-slim']],
    [
      'registry.access.redhat.com/ubi9/ubi',
      ['registry.access.redhat.com/ubi9-minimal', 'registry.access.redhat.com/ubi9-micro'],
    ],
    ['nvidia/cuda:12.2.0-devel-ubuntu22.04', ['nvidia/cuda:12.2.0-runtime-ubuntu22.04']],
  ])('%s', (text, names) => {
    expect(smallerImages(image(text)).map((smaller) => smaller.image)).toEqual(names)
  })

  test.each([
    'node:20-slim',
    'node:20-alpine',
    'python:3.12-slim-bookworm',
    'alpine',
    'nginx:alpine',
    'eclipse-temurin:21-jre',
    'own/app:1',
    'nvidia/cuda:12.2.0-base-ubuntu22.04',
  ])('%s has none', (text) => {
    expect(smallerImages(image(text))).toEqual([])
  })
})

test('no placeholder is left in a name', () => {
  for (const text of [
    'golang:1.26',
    'gradle:8-jdk17',
    'openjdk:17',
    'php:8.3-apache',
    'elixir:1.16',
    'gcc:13',
    'docker:27',
    'swift:6.0',
  ]) {
    for (const smaller of smallerImages(image(text))) expect(smaller.image).not.toMatch(/[<>|* ]/)
  }
})

test('what a candidate lacks and weighs is said', () => {
  const [slim] = smallerImages(image('node:20'))
  expect(slim?.caveats.join()).toContain('curl')
  expect(slim?.size.compressed).toContain('MB')
  expect(imageSize(image('node:20'))?.uncompressed).toContain('GB')
})
