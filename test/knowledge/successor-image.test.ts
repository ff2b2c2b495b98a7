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
})

test('nothing is guessed', () => {
  expect(successors('openjdk')).toEqual([])
  expect(successors('openjdk:15-jdk')).toEqual([])
  expect(successors('openjdk:17-windowsservercore')).toEqual([])
  expect(successors('centos:7')).toEqual([])
  expect(successors('centos:8')).toEqual(['almalinux:8', 'rockylinux/rockylinux:8'])
})
