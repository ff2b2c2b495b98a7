/** PHP applications behind Apache. */

import { asObject, choiceWithin, type Project, readJson } from './project.ts'
import { listed, type Proposal } from './proposal.ts'
import { choicesOf, dockerfileTemplate, withLines } from './template.ts'

/** Extensions that `docker-php-ext-install` builds without further libraries. */
const buildable = new Set([
  'bcmath',
  'calendar',
  'exif',
  'ftp',
  'gettext',
  'mysqli',
  'pcntl',
  'pdo_mysql',
  'shmop',
  'sockets',
  'sysvmsg',
  'sysvsem',
  'sysvshm',
])

/** Those that the image has already. */
const present = new Set([
  'core',
  'ctype',
  'curl',
  'date',
  'dom',
  'fileinfo',
  'filter',
  'ftp',
  'hash',
  'iconv',
  'json',
  'libxml',
  'mbstring',
  'mysqlnd',
  'opcache',
  'openssl',
  'pcre',
  'pdo',
  'pdo_sqlite',
  'phar',
  'posix',
  'random',
  'readline',
  'session',
  'simplexml',
  'sodium',
  'spl',
  'sqlite3',
  'standard',
  'tokenizer',
  'xml',
  'xmlreader',
  'xmlwriter',
  'zlib',
])

export function phpProposals(project: Project): readonly Proposal[] {
  if (!project.has('composer.json')) return []
  const requires = asObject(readJson(project, 'composer.json').require)
  const isLaravel = requires['laravel/framework'] !== undefined
  const isSymfony = requires['symfony/framework-bundle'] !== undefined
  const wanted = Object.keys(requires)
    .filter((name) => name.startsWith('ext-'))
    .map((name) => name.slice(4).toLowerCase())
  const extensions = new Set(wanted.filter((name) => buildable.has(name)))
  if (isLaravel) extensions.add('pdo_mysql')
  const missing = wanted.filter((name) => !buildable.has(name) && !present.has(name) && /^\w+$/.test(name))
  const range = requires.php
  const version = typeof range === 'string' ? choiceWithin(choicesOf('php-apache', 1), range) : undefined
  const folder = ['public', 'web', 'htdocs'].find((name) => project.has(`${name}/index.php`))
  const isLocked = project.has('composer.lock')
  const text = dockerfileTemplate('php-apache', { 1: version, 2: [...extensions].sort().join(' '), 3: folder ?? '' })
  return [
    {
      id: 'php',
      title: `${isLaravel ? 'Laravel' : isSymfony ? 'Symfony' : 'PHP'} with Apache`,
      found: listed('composer.json', isLocked && 'composer.lock', folder && `${folder}/index.php`),
      dockerfile: withLines(
        text.replace(/\/var\/www\/html\/!/, folder === undefined ? '/var/www/html!' : '/var/www/html/!'),
        {
          'docker-php-ext-install ': [],
          ...(isLocked ? {} : { 'COPY composer.json composer.lock ./': ['COPY composer.json ./'] }),
        },
      ),
      ignore: { prefix: 'dockerignore-php' },
      notes: [
        ...(isLocked ? [] : ['There is no composer.lock: commit one, so that each build installs the same.']),
        ...(missing.length > 0 ? [`These extensions need libraries of the system: ${missing.join(', ')}.`] : []),
      ],
    },
  ]
}
