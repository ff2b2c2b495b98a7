/** Packages that only a build needs, and the libraries that programs built with them go on needing. */

/** What a package is for in an image that runs a program. */
export type PackagePurpose =
  /** Compilers, headers of the language itself, build systems: nothing of it is needed once the program is built. */
  | 'build'
  /** Headers of a library: what is linked with it needs `libraries` where the program runs. */
  | { readonly libraries: readonly string[] }
  /** Headers of a library whose packages are not known for certain. */
  | 'unknown library'
  | 'runtime'

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '))

/** The same names in Debian, Ubuntu and Alpine, or unmistakable in one of them. */
const buildOnly = words(
  'autoconf autogen automake autotools-dev bison binutils bmake build-base build-essential ccache clang cmake cpp dpkg-dev flex g++ gcc gfortran git-lfs gmake ' +
    'intltool libc-dev libc6-dev libstdc++-dev libtool linux-headers linux-headers-generic linux-libc-dev lld llvm m4 make meson musl-dev nasm ninja ninja-build patch ' +
    'pkg-config pkgconf pkgconfig protobuf-compiler python-dev python3-dev python2-dev python3-distutils python3-setuptools python3-wheel samurai swig upx upx-ucl yasm ' +
    'g++-multilib gcc-multilib cargo rustc golang golang-go rust nodejs-dev node-gyp maven gradle ant',
)

/** What Debian and Ubuntu call the library behind its headers, where that name has stayed over their releases. */
const debianLibraries: Readonly<Record<string, readonly string[]>> = {
  'libpq-dev': ['libpq5'],
  'default-libmysqlclient-dev': ['libmariadb3'],
  'libmariadb-dev': ['libmariadb3'],
  'zlib1g-dev': ['zlib1g'],
  'libsqlite3-dev': ['libsqlite3-0'],
  'libxslt1-dev': ['libxslt1.1'],
  'libxslt-dev': ['libxslt1.1'],
  'libbz2-dev': ['libbz2-1.0'],
  'liblzma-dev': ['liblzma5'],
  'libyaml-dev': ['libyaml-0-2'],

  'unixodbc-dev': ['unixodbc'],
  'libcairo2-dev': ['libcairo2'],
  'libsodium-dev': ['libsodium23'],
  'libgeos-dev': ['libgeos-c1v5'],
}

/** Alpine's names; they carry no version for these. */
const alpineLibraries: Readonly<Record<string, readonly string[]>> = {
  'postgresql-dev': ['libpq'],
  'libpq-dev': ['libpq'],
  'mariadb-dev': ['mariadb-connector-c'],
  'mariadb-connector-c-dev': ['mariadb-connector-c'],
  'libffi-dev': ['libffi'],
  'openssl-dev': ['openssl'],
  'zlib-dev': ['zlib'],
  'jpeg-dev': ['libjpeg-turbo'],
  'libjpeg-turbo-dev': ['libjpeg-turbo'],
  'libpng-dev': ['libpng'],
  'libxml2-dev': ['libxml2'],
  'libxslt-dev': ['libxslt'],
  'freetype-dev': ['freetype'],
  'sqlite-dev': ['sqlite-libs'],
  'yaml-dev': ['yaml'],
  'bzip2-dev': ['libbz2'],
  'xz-dev': ['xz-libs'],
  'libsodium-dev': ['libsodium'],
  'unixodbc-dev': ['unixodbc'],
  'geos-dev': ['geos'],
  'cairo-dev': ['cairo'],
}

/** What a system's package is for; `name` without version. Family as in the facts of images: `debian`, `alpine`… */
export function packagePurpose(name: string, family: string): PackagePurpose {
  if (isBuildTool(name)) return 'build'
  const table = family === 'alpine' ? alpineLibraries : family === 'debian' ? debianLibraries : {}
  const libraries = Object.hasOwn(table, name) ? table[name] : undefined
  if (libraries) return { libraries }
  return /-(?:dev|devel|headers)$/.test(name) ? 'unknown library' : 'runtime'
}

function isBuildTool(name: string): boolean {
  return (
    buildOnly.has(name) ||
    /^(?:gcc|g\+\+|clang|llvm|cpp|gfortran)-\d+(?:\.\d+)?$/.test(name) ||
    /^(?:python3(?:\.\d+)?|libpython3(?:\.\d+)?)-dev$/.test(name) ||
    /^openjdk-?\d+-jdk(?:-headless)?$/.test(name)
  )
}
