/** A small project of each ecosystem: its files, and what its Dockerfile has to say. */

export interface SampleProject {
  readonly files: Readonly<Record<string, string>>
  /** The titles of what is recognised. */
  readonly titles: readonly string[]
  /** Lines of the first Dockerfile. */
  readonly lines: readonly string[]
  /** Texts that must not be in it. */
  readonly without?: readonly string[]
  /** Paths of the project that must get into the build, and some that must not. */
  readonly sent?: readonly string[]
  readonly ignored?: readonly string[]
}

const json = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`

export const projects: Readonly<Record<string, SampleProject>> = {
  'Node.js with npm': {
    files: {
      'package.json': json({
        name: 'shop',
        main: 'src/index.js',
        scripts: { start: 'node src/index.js', test: 'node --test' },
        dependencies: { express: '^5.0.0' },
        engines: { node: '>=22' },
      }),
      'package-lock.json': '{}\n',
      'src/index.js':
        "const app = require('express')()\napp.get('/healthz', (_, answer) => answer.send('ok'))\napp.listen(process.env.PORT || 8080)\n",
      '.env': 'TOKEN=1\n',
      'node_modules/express/index.js': '',
    },
    titles: ['Node.js with npm'],
    lines: [
      'COPY package.json package-lock.json ./',
      'EXPOSE 8080',
      'CMD ["node", "src/index.js"]',
      `    CMD ["node", "-e", "fetch('http://127.0.0.1:8080/healthz').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]`,
    ],
    sent: ['package.json', 'package-lock.json', 'src/index.js'],
    ignored: ['.env', 'node_modules/express/index.js', '.git/HEAD'],
  },
  'Node.js without a lock file, dependencies or a server': {
    files: { 'package.json': json({ name: 'job' }), 'index.js': "console.log('done')\n" },
    titles: ['Node.js with npm'],
    lines: [
      'COPY package.json ./',
      'RUN --mount=type=cache,target=/root/.npm npm install --omit=dev \\',
      '    && mkdir -p node_modules',
      'CMD ["node", "index.js"]',
    ],
    without: ['EXPOSE', 'HEALTHCHECK', 'npm ci'],
  },
  'TypeScript with pnpm': {
    files: {
      'package.json': json({
        name: 'api',
        packageManager: 'pnpm@10.12.1',
        scripts: { build: 'tsc', start: 'node --enable-source-maps out/main.js' },
        dependencies: { fastify: '^5.0.0' },
        devDependencies: { typescript: '^6.0.0' },
      }),
      'pnpm-lock.yaml': "lockfileVersion: '9.0'\n",
      'tsconfig.json': '{\n  // compiled\n  "compilerOptions": { "outDir": "./out" }\n}\n',
      'src/main.ts': "const server = fastify()\nawait server.listen({ port: 4000, host: '0.0.0.0' })\n",
    },
    titles: ['TypeScript on Node.js with pnpm'],
    lines: [
      'COPY package.json pnpm-lock.yaml ./',
      'RUN corepack enable',
      '    pnpm install --frozen-lockfile --prod',
      '    pnpm install --frozen-lockfile',
      'RUN pnpm run build',
      'COPY --from=build /app/out ./out',
      'EXPOSE 4000',
      'CMD ["node", "--enable-source-maps", "out/main.js"]',
    ],
    without: ['npm ci'],
  },
  'TypeScript with Yarn 1 and Nest': {
    files: {
      'package.json': json({
        scripts: { build: 'nest build', start: 'nest start' },
        dependencies: { '@nestjs/core': '^11.0.0' },
        devDependencies: { typescript: '^5.0.0' },
      }),
      'yarn.lock': '# yarn lockfile v1\n',
      'tsconfig.json': '{ "compilerOptions": { "outDir": "./dist" } }\n',
      'src/main.ts': 'await app.listen(process.env.PORT ?? 3000)\n',
    },
    titles: ['TypeScript on Node.js with Yarn 1'],
    lines: [
      'COPY package.json yarn.lock ./',
      '    yarn install --frozen-lockfile --non-interactive --production',
      'RUN yarn run build',
      'CMD ["node", "dist/main.js"]',
    ],
    without: ['npm ci', 'npm run'],
  },
  'a workspace with Yarn 4': {
    files: {
      'package.json': json({
        packageManager: 'yarn@4.9.2',
        workspaces: ['packages/*'],
        scripts: { start: 'node packages/web/index.js' },
        dependencies: { koa: '^3.0.0' },
      }),
      'yarn.lock': '__metadata:\n  version: 8\n',
      '.yarnrc.yml': 'nodeLinker: node-modules\n',
      'packages/web/package.json': '{}\n',
      'packages/web/index.js': 'app.listen(3000)\n',
    },
    titles: ['Node.js with Yarn'],
    lines: [
      'COPY package.json yarn.lock .yarnrc.yml ./',
      'COPY packages/web/package.json ./packages/web/',
      'ENV YARN_NODE_LINKER=node-modules',
      '    yarn workspaces focus --all --production',
      'CMD ["node", "packages/web/index.js"]',
    ],
    without: ['npm ci', 'yarn install --immutable'],
  },
  'Next.js': {
    files: {
      'package.json': json({
        scripts: { build: 'next build', start: 'next start' },
        dependencies: { next: '^16.0.0', react: '^19.0.0' },
        devDependencies: { typescript: '^6.0.0' },
      }),
      'package-lock.json': '{}\n',
      'public/icon.svg': '<svg/>\n',
      'app/page.tsx': 'export default function Page() { return null }\n',
    },
    titles: ['Next.js with npm'],
    lines: [
      'COPY --from=build /app/.next ./.next',
      'COPY public ./public',
      'CMD ["node", "node_modules/next/dist/bin/next", "start"]',
    ],
  },
  'React with Vite': {
    files: {
      'package.json': json({
        scripts: { build: 'tsc -b && vite build' },
        dependencies: { react: '^19.0.0', 'react-dom': '^19.0.0' },
        devDependencies: { vite: '^8.0.0' },
      }),
      'package-lock.json': '{}\n',
      'vite.config.ts': "export default { build: { outDir: 'public/app' } }\n",
      'index.html': '<div id="root"></div>\n',
      'src/main.tsx': '',
    },
    titles: ['React with Vite with npm, served by nginx'],
    lines: ['RUN npm run build', 'COPY --from=build /app/public/app /usr/share/nginx/html', 'USER nginx'],
  },
  'React with react-scripts': {
    files: {
      'package.json': json({ scripts: { build: 'react-scripts build' }, dependencies: { 'react-scripts': '5.0.1' } }),
      'package-lock.json': '{}\n',
    },
    titles: ['React with npm, served by nginx'],
    lines: ['COPY --from=build /app/build /usr/share/nginx/html'],
  },
  'Vue with pnpm': {
    files: {
      'package.json': json({
        packageManager: 'pnpm@10.12.1',
        scripts: { build: 'vite build' },
        dependencies: { vue: '^3.5.0' },
        devDependencies: { vite: '^8.0.0' },
      }),
      'pnpm-lock.yaml': '',
    },
    titles: ['Vue with Vite with pnpm, served by nginx'],
    lines: ['RUN pnpm run build', 'COPY --from=build /app/dist /usr/share/nginx/html'],
    without: ['npm ci'],
  },
  Angular: {
    files: {
      'package.json': json({ scripts: { build: 'ng build' }, dependencies: { '@angular/core': '^20.0.0' } }),
      'package-lock.json': '{}\n',
      'angular.json': json({ version: 1, projects: { admin: {} } }),
    },
    titles: ['Angular with npm, served by nginx'],
    lines: [
      'RUN npx ng build --configuration production',
      'COPY --from=build /app/dist/admin/browser /usr/share/nginx/html',
    ],
  },
  'a front end with its server': {
    files: {
      'package.json': json({
        scripts: { build: 'vite build', start: 'node server.js' },
        dependencies: { express: '^5.0.0', vue: '^3.0.0' },
        devDependencies: { vite: '^8.0.0' },
      }),
      'package-lock.json': '{}\n',
      'server.js': 'app.listen(3000)\n',
    },
    titles: ['Vue with Vite with npm, served by nginx', 'Node.js with npm'],
    lines: ['RUN npm run build'],
  },
  'Flask with pip': {
    files: {
      'requirements.txt': 'Flask==3.1.2\ngunicorn==23.0.0\n',
      'shop/__init__.py': '',
      'shop/web.py':
        "from flask import Flask\n\nserver = Flask(__name__)\n\n@server.get('/health')\ndef health(): return 'ok'\n",
      '.python-version': '3.13.2\n',
    },
    titles: ['Flask with pip'],
    lines: [
      'FROM python:3.13-slim AS build',
      'EXPOSE 8000',
      'CMD ["gunicorn", "--bind", "0.0.0.0:8000", "shop.web:server"]',
      `    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/health', timeout=2)"]`,
    ],
    sent: ['requirements.txt', 'shop/web.py'],
    ignored: ['.git/HEAD'],
  },
  'Flask by itself': {
    files: { 'requirements.txt': 'flask\n', 'app.py': 'from flask import Flask\napp = Flask(__name__)\n' },
    titles: ['Flask with pip'],
    lines: ['CMD ["flask", "--app", "app:app", "run", "--host", "0.0.0.0", "--port", "8000"]'],
  },
  'FastAPI with uv': {
    files: {
      'pyproject.toml':
        '[project]\nname = "api"\nreadme = "README.md"\nrequires-python = ">=3.12,<3.14"\ndependencies = ["fastapi", "uvicorn"]\n',
      'uv.lock': 'version = 1\n',
      'README.md': '# api\n',
      'src/api/main.py': 'from fastapi import FastAPI\napp: FastAPI = FastAPI()\n',
    },
    titles: ['FastAPI with uv'],
    lines: [
      'FROM python:3.13-slim AS build',
      'COPY pyproject.toml uv.lock ./',
      'CMD ["uvicorn", "src.api.main:app", "--host", "0.0.0.0", "--port", "8000"]',
    ],
    sent: ['README.md', 'uv.lock', 'src/api/main.py'],
  },
  'Django with Poetry': {
    files: {
      'pyproject.toml':
        '[tool.poetry]\nname = "site"\n[tool.poetry.dependencies]\npython = "^3.12"\ndjango = "^5.2"\ngunicorn = "*"\n',
      'poetry.lock': '',
      'manage.py': "os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'mysite.settings')\n",
      'mysite/settings.py': '',
      'mysite/wsgi.py': '',
    },
    titles: ['Django with Poetry'],
    lines: [
      'COPY pyproject.toml poetry.lock ./',
      'CMD ["gunicorn", "--bind", "0.0.0.0:8000", "mysite.wsgi:application"]',
    ],
  },
  'a Python script': {
    files: { 'requirements.txt': 'requests\n', 'main.py': "print('done')\n" },
    titles: ['Python with pip'],
    lines: ['CMD ["python", "main.py"]'],
    without: ['EXPOSE', 'HEALTHCHECK'],
  },
  'a Python package without a lock': {
    files: {
      'pyproject.toml': '[project]\nname = "job"\nversion = "1"\n',
      'job/__main__.py': "print('done')\n",
    },
    titles: ['Python with pip'],
    lines: ['RUN --mount=type=cache,target=/root/.cache/pip pip install .', 'CMD ["python", "-m", "job"]'],
    without: ['requirements.txt'],
  },
  'Go with two programs': {
    files: {
      'go.mod': 'module example.org/shop\n\ngo 1.26.1\n',
      'go.sum': '',
      'cmd/api/main.go':
        'package main\n\nfunc main() {\n\thttp.HandleFunc("/healthz", ok)\n\thttp.ListenAndServe(":9090", nil)\n}\n',
      'cmd/migrate/main.go': 'package main\n\nfunc main() {}\n',
      'internal/store/store.go': 'package store\n',
    },
    titles: ['Go: ./cmd/api', 'Go: ./cmd/migrate'],
    lines: [
      'FROM --platform=$BUILDPLATFORM golang:1.26-alpine AS build',
      '    go build -trimpath -ldflags="-s -w" -o /out/app ./cmd/api',
      'EXPOSE 9090',
      '    CMD ["wget", "-q", "-O", "/dev/null", "http://127.0.0.1:9090/healthz"]',
    ],
    sent: ['go.mod', 'go.sum', 'cmd/api/main.go'],
  },
  'a Go program without dependencies': {
    files: { 'go.mod': 'module example.org/tool\n\ngo 1.27\n', 'main.go': 'package main\n\nfunc main() {}\n' },
    titles: ['Go'],
    lines: ['COPY go.mod ./', 'FROM scratch', '    go build -trimpath -ldflags="-s -w" -o /out/app .'],
    without: ['go.sum', 'EXPOSE'],
  },
  'a Rust server': {
    files: {
      'Cargo.toml': '[package]\nname = "shop-api"\nversion = "0.1.0"\n\n[dependencies]\naxum = "0.8"\n',
      'Cargo.lock': 'version = 4\n',
      'src/main.rs': 'let listener = TcpListener::bind("0.0.0.0:3000").await?;\n',
    },
    titles: ['Rust: shop-api'],
    lines: ['COPY src ./src', '    && cp target/release/shop-api /usr/local/bin/app', 'EXPOSE 3000'],
  },
  'a Rust workspace that links OpenSSL': {
    files: {
      'Cargo.toml': '[workspace]\nmembers = ["web"]\n',
      'Cargo.lock': '[[package]]\nname = "openssl-sys"\n',
      'web/Cargo.toml': '[package]\nname = "web"\n[dependencies]\nactix-web = "4"\n',
      'web/src/main.rs': '',
    },
    titles: ['Rust: web'],
    lines: ['FROM rust:1.98 AS build', 'COPY . .', '    && cp target/release/web /usr/local/bin/app', 'USER nonroot'],
    without: ['COPY src'],
  },
  'Spring Boot with Maven': {
    files: {
      'pom.xml':
        '<project><properties><java.version>21</java.version></properties><dependencies><dependency><artifactId>spring-boot-starter-web</artifactId></dependency><dependency><artifactId>spring-boot-starter-actuator</artifactId></dependency></dependencies></project>\n',
      'src/main/java/App.java': '',
      'src/main/resources/application.properties': 'server.port=8081\n',
    },
    titles: ['Spring Boot with Maven'],
    lines: [
      'FROM maven:3.9-eclipse-temurin-21 AS build',
      'EXPOSE 8081',
      '    CMD ["wget", "-q", "-O", "/dev/null", "http://127.0.0.1:8081/actuator/health"]',
    ],
    sent: ['pom.xml', 'src/main/java/App.java'],
  },
  'Maven with modules': {
    files: {
      'pom.xml': '<project><modules><module>core</module><module>web</module></modules></project>\n',
      'core/pom.xml': '<project/>\n',
      'web/pom.xml':
        '<project><artifactId>spring-boot-maven-plugin</artifactId><artifactId>spring-boot-starter-web</artifactId></project>\n',
      'web/src/main/java/App.java': '',
    },
    titles: ['Spring Boot with Maven'],
    lines: ['COPY . .', 'COPY --from=build /src/web/target/*.jar app.jar'],
    without: ['go-offline', 'COPY src'],
  },
  'Quarkus with Maven': {
    files: {
      'pom.xml':
        '<project><artifactId>quarkus-rest</artifactId><maven.compiler.release>25</maven.compiler.release></project>\n',
      'src/main/java/App.java': '',
    },
    titles: ['Quarkus with Maven'],
    lines: [
      'COPY --from=build /src/target/quarkus-app .',
      'ENTRYPOINT ["java", "-XX:MaxRAMPercentage=75", "-jar", "quarkus-run.jar"]',
    ],
  },
  'Spring Boot with Gradle': {
    files: {
      'build.gradle.kts':
        'plugins { id("org.springframework.boot") version "4.0.0" }\njava { toolchain { languageVersion = JavaLanguageVersion.of(25) } }\ndependencies { implementation("org.springframework.boot:spring-boot-starter-web") }\n',
      'settings.gradle.kts': 'rootProject.name = "shop"\n',
      gradlew: '#!/bin/sh\n',
      'gradle/wrapper/gradle-wrapper.properties': '',
      'src/main/kotlin/App.kt': '',
    },
    titles: ['Spring Boot with Gradle'],
    lines: ['FROM eclipse-temurin:25-jdk AS build', 'COPY gradle ./gradle', 'EXPOSE 8080'],
    sent: ['gradlew', 'gradle/wrapper/gradle-wrapper.properties', 'build.gradle.kts', 'src/main/kotlin/App.kt'],
  },
  'Gradle with modules': {
    files: {
      'settings.gradle': "include 'core', 'app'\n",
      gradlew: '#!/bin/sh\n',
      'gradle/libs.versions.toml': '',
      'core/build.gradle': "plugins { id 'java-library' }\n",
      'app/build.gradle':
        "plugins { id 'application'; id 'com.gradleup.shadow' }\ndependencies { implementation 'io.javalin:javalin:6' }\n",
      'app/src/main/java/App.java': 'app.start(7070);\n',
    },
    titles: ['Java with Gradle'],
    lines: [
      'COPY . .',
      'RUN --mount=type=cache,target=/root/.gradle,sharing=locked ./gradlew --no-daemon :app:shadowJar',
      'COPY --from=build /src/app/build/libs/*-all.jar app.jar',
      'EXPOSE 7070',
    ],
    without: ['dependencies', 'COPY src', 'COPY gradle'],
  },
  'Gradle without a wrapper': {
    files: { 'build.gradle': "plugins { id 'java' }\nsourceCompatibility = 17\n", 'src/main/java/App.java': '' },
    titles: ['Java with Gradle'],
    lines: [
      'FROM gradle:9-jdk17 AS build',
      'RUN --mount=type=cache,target=/home/gradle/.gradle,sharing=locked gradle --no-daemon jar',
    ],
    without: ['gradlew', 'EXPOSE', 'HEALTHCHECK'],
  },
  'ASP.NET Core with a library': {
    files: {
      'Shop.sln': '',
      'src/Shop.Web/Shop.Web.csproj':
        '<Project Sdk="Microsoft.NET.Sdk.Web"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup><ItemGroup><ProjectReference Include="..\\Shop.Core\\Shop.Core.csproj" /></ItemGroup></Project>\n',
      'src/Shop.Web/Program.cs': 'app.MapHealthChecks("/healthz");\n',
      'src/Shop.Core/Shop.Core.csproj': '<Project Sdk="Microsoft.NET.Sdk"/>\n',
      'tests/Shop.Tests/Shop.Tests.csproj':
        '<Project Sdk="Microsoft.NET.Sdk"><OutputType>Exe</OutputType><PackageReference Include="Microsoft.NET.Test.Sdk"/></Project>\n',
    },
    titles: ['ASP.NET Core: Shop.Web'],
    lines: [
      'FROM mcr.microsoft.com/dotnet/sdk:10.0-alpine AS build',
      'COPY src/Shop.Core/Shop.Core.csproj src/Shop.Core/',
      'COPY src/Shop.Web/Shop.Web.csproj src/Shop.Web/',
      'RUN --mount=type=cache,target=/root/.nuget/packages dotnet restore src/Shop.Web/Shop.Web.csproj',
      '    dotnet publish src/Shop.Web/Shop.Web.csproj --no-restore -c Release -o /out -p:UseAppHost=false',
      '    CMD ["wget", "-q", "-O", "/dev/null", "http://127.0.0.1:8080/healthz"]',
      'ENTRYPOINT ["dotnet", "Shop.Web.dll"]',
    ],
  },
  'a .NET program': {
    files: {
      'Job.csproj':
        '<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><AssemblyName>job</AssemblyName></PropertyGroup></Project>\n',
      'Program.cs': '',
    },
    titles: ['.NET: Job'],
    lines: [
      'COPY Job.csproj ./',
      'FROM mcr.microsoft.com/dotnet/runtime:10.0-alpine',
      'ENTRYPOINT ["dotnet", "job.dll"]',
    ],
    without: ['EXPOSE', 'HEALTHCHECK', 'aspnet'],
  },
  Laravel: {
    files: {
      'composer.json': json({
        require: { php: '^8.2', 'laravel/framework': '^12.0', 'ext-intl': '*', 'ext-bcmath': '*' },
      }),
      'composer.lock': '{}\n',
      'public/index.php': '<?php\n',
    },
    titles: ['Laravel with Apache'],
    lines: ['COPY composer.json composer.lock ./', 'docker-php-ext-install bcmath pdo_mysql'],
  },
  'PHP without a lock file': {
    files: { 'composer.json': json({ require: { php: '~8.3.0' } }), 'index.php': '<?php\n' },
    titles: ['PHP with Apache'],
    lines: [
      'COPY composer.json ./',
      'FROM php:8.3-apache',
      `sed -i -e 's!:80>!:8080>!' -e 's!/var/www/html!/var/www/html!' /etc/apache2/sites-available/000-default.conf`,
    ],
    without: ['docker-php-ext-install', 'composer.lock'],
  },
  'Ruby on Rails with PostgreSQL': {
    files: {
      Gemfile: "source 'https://rubygems.org'\ngem 'rails'\ngem 'pg'\ngem 'puma'\n",
      'Gemfile.lock': 'GEM\n  specs:\n    pg (1.6.0)\n    puma (7.0.0)\n    rails (8.1.0)\n',
      '.ruby-version': 'ruby-3.3.6\n',
      'config.ru': 'run Rails.application\n',
      'config/routes.rb': 'get "up" => "rails/health#show"\n',
      'config/puma.rb': 'port ENV.fetch("PORT") { 3000 }\n',
    },
    titles: ['Ruby on Rails'],
    lines: [
      'FROM ruby:3.3-slim AS build',
      '        libyaml-dev \\',
      '        libpq-dev',
      '    RAILS_ENV=production',
      'EXPOSE 3000',
      'CMD ["puma", "--bind", "tcp://0.0.0.0:3000"]',
    ],
  },
  'a Ruby script': {
    files: { Gemfile: "gem 'rake'\n", 'job.rb': "puts 'done'\n" },
    titles: ['Ruby'],
    lines: ['COPY Gemfile ./', 'CMD ["ruby", "job.rb"]'],
    without: ['EXPOSE', 'HEALTHCHECK', 'BUNDLE_FROZEN', 'Gemfile.lock'],
  },
  'a site with two ecosystems': {
    files: {
      'composer.json': json({ require: { 'symfony/framework-bundle': '^7.0' } }),
      'composer.lock': '{}\n',
      'public/index.php': '<?php\n',
      'package.json': json({ scripts: { build: 'vite build' }, devDependencies: { vite: '^8.0.0' } }),
      'package-lock.json': '{}\n',
    },
    titles: ['Vite with npm, served by nginx', 'Symfony with Apache'],
    lines: ['RUN npm run build'],
  },
}

/** The files of a project with what every checkout has besides. */
export function checkout({ files }: SampleProject): Readonly<Record<string, string>> {
  return { '.git/HEAD': 'ref: refs/heads/main\n', ...files }
}
