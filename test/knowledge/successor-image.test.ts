/** Successors of deprecated images. */
import { expect, test } from 'vitest'
import { parseImageReference } from '../../server/src/knowledge/image-reference.ts'
import { successorImages } from '../../server/src/knowledge/successor-image.ts'

const successors = (text: string): readonly string[] => {
  const reference = parseImageReference(text)
  return reference ? successorImages(reference) : []
}

test('Java keeps its release, kind and system', () => {
  expect(successors('openjdk:8u292-jre-slim-buster')).toEqual(['eclipse-temurin:8-jre'])
  expect(successors('openjdk:17-jdk-alpine3.14')).toEqual(['eclipse-temurin:17-jdk-alpine'])
  expect(successors('openjdk:11')).toEqual(['eclipse-temurin:11-jdk'])
  expect(successors('java:8-jre')).toEqual(['eclipse-temurin:8-jre'])
  expect(successors('openjdk:8-windowsservercore')).toEqual(['eclipse-temurin:8-jdk-windowsservercore'])
})

test('nothing is guessed', () => {
  expect(successors('openjdk')).toEqual([])
  expect(successors('openjdk:15-jdk')).toEqual([])
  expect(successors('openjdk:17-windowsservercore-1809')).toEqual([])
  expect(successors('openjdk:17-nanoserver')).toEqual([])
  expect(successors('centos:7')).toEqual([])
  expect(successors('centos:8')).toEqual(['almalinux:8', 'rockylinux/rockylinux:8'])
})

test('distroless images keep name and tag on the next Debian', () => {
  expect(successors('gcr.io/distroless/static-debian12:nonroot')).toEqual(['gcr.io/distroless/static-debian13:nonroot'])
  expect(successors('gcr.io/distroless/cc-debian11')).toEqual(['gcr.io/distroless/cc-debian13'])
  expect(successors('gcr.io/distroless/java11-debian11')).toEqual([])
  expect(successors('gcr.io/distroless/static-debian12:8f6e2a')).toEqual([])
})

test('what only moved keeps its tag where the new name has it', () => {
  expect(successors('k8s.gcr.io/kube-proxy:v1.24.1')).toEqual(['registry.k8s.io/kube-proxy:v1.24.1'])
  expect(successors('jupyter/scipy-notebook')).toEqual(['quay.io/jupyter/scipy-notebook'])
  expect(successors('jupyter/scipy-notebook:python-3.9')).toEqual([])
  expect(successors('rockylinux:9')).toEqual(['rockylinux/rockylinux:9'])
  expect(successors('rockylinux:9.2')).toEqual([])
})

test('development containers keep the tags that are built under both names', () => {
  const old = 'mcr.microsoft.com/vscode/devcontainers'
  const now = 'mcr.microsoft.com/devcontainers'
  for (const image of [
    'base:bullseye',
    'base:0-bullseye',
    'base:debian-11',
    'base:0-alpine-3.16',
    'python:3.8-bullseye',
    'python:0-3',
    'java:1-8-buster',
    'rust:1-bullseye',
    'universal:2-linux',
    'miniconda:0-3',
  ]) {
    expect(successors(`${old}/${image}`)).toEqual([`${now}/${image}`])
  }
  for (const image of [
    'base',
    'base:',
    'base:0-',
    'base:0.123.0-bullseye',
    'base:stretch',
    'base:1-bullseye',
    'cpp:alpine-3.16',
    'python:2-buster',
    'python:bullseye',
    'ruby:2.5',
    'constructor:1',
    'python@sha256:cc578248f55ebeac390808bc95a9df2d54b89108ca7fd933b82750d14800c93f',
  ]) {
    expect(successors(`${old}/${image}`)).toEqual([])
  }
})
