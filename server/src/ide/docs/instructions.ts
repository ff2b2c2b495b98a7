/** What each instruction does, how it is written, and what the course advises. */

import type { InstructionDoc } from './types.ts'
import { referenceUrl } from './types.ts'

export const instructionDocs: Readonly<Record<string, InstructionDoc>> = {
  FROM: {
    summary: 'Starts a build stage on a base image. The last stage becomes the image; earlier ones lend it files.',
    forms: [
      'FROM [--platform=<platform>] <image>[:<tag>] [AS <name>]',
      'FROM [--platform=<platform>] <image>@<digest> [AS <name>]',
      'FROM scratch',
    ],
    example: 'FROM golang:1.27-alpine AS build\nWORKDIR /src\n\nFROM alpine:3.24\nCOPY --from=build /src /src',
    advice:
      'Pick the smallest base that runs the program and pin its version line; `latest` is another image next month.',
    lesson: 'Choose lightweight base images (part 5)',
    url: `${referenceUrl}#from`,
  },
  RUN: {
    summary: 'Runs a command while the image is built and keeps the changed files as a new layer.',
    forms: ['RUN [<flag>…] <command>', 'RUN [<flag>…] ["<executable>", "<argument>"…]', 'RUN [<flag>…] <<EOF'],
    example:
      'RUN apt-get update \\\n    && apt-get install -y --no-install-recommends ca-certificates \\\n    && rm -rf /var/lib/apt/lists/*',
    advice:
      'Join what belongs together with `&&` or a heredoc, and delete what is left over in the same RUN: a later layer hides files, it does not shrink the image.',
    lesson: 'Minimise layers (part 3)',
    url: `${referenceUrl}#run`,
  },
  CMD: {
    summary:
      'The command that a container starts by default, or the default arguments of ENTRYPOINT. Nothing runs during the build; the last CMD counts.',
    forms: ['CMD ["<executable>", "<argument>"…]', 'CMD ["<argument>"…]', 'CMD <command>'],
    example: 'CMD ["node", "server.js"]',
    advice:
      'Write the JSON form: the program itself is process 1 and gets the stop signal, instead of a shell that swallows it.',
    lesson: 'Every instruction explained (part 3)',
    url: `${referenceUrl}#cmd`,
  },
  LABEL: {
    summary: 'Adds key-value metadata to the image. Labels of the base image stay, the same key is overwritten.',
    forms: ['LABEL <key>=<value> [<key>=<value>…]'],
    example: 'LABEL org.opencontainers.image.title="shop" \\\n      org.opencontainers.image.licenses="MIT"',
    advice:
      'Use the `org.opencontainers.image.*` keys that registries and scanners read, and put values that change with each build near the end.',
    lesson: 'LABEL for metadata (part 5)',
    url: `${referenceUrl}#label`,
  },
  MAINTAINER: {
    summary: 'Sets the author field of the image. Deprecated: a label says the same and more.',
    forms: ['MAINTAINER <name>'],
    example: 'LABEL org.opencontainers.image.authors="Ada <ada@example.com>"',
    advice: 'Write `LABEL org.opencontainers.image.authors="…"` in its place.',
    lesson: 'LABEL for metadata (part 5)',
    url: `${referenceUrl}#maintainer-deprecated`,
  },
  EXPOSE: {
    summary:
      'Notes the ports that the program listens on. It opens nothing: `docker run -p` publishes a port, `-P` publishes all that are noted here.',
    forms: ['EXPOSE <port>[/<protocol>] [<port>[/<protocol>]…]'],
    example: 'EXPOSE 8080/tcp',
    advice:
      'State the container port only. Prefer one above 1023: not every runtime lets a user without root bind lower ones.',
    lesson: 'Every instruction explained (part 3)',
    url: `${referenceUrl}#expose`,
  },
  ENV: {
    summary: 'Sets environment variables for the rest of the stage, for stages built on it and for the container.',
    forms: ['ENV <key>=<value> [<key>=<value>…]'],
    example: 'ENV NODE_ENV=production \\\n    PORT=3000',
    advice:
      'Keep it for what the program reads at run time. What only the build needs is an ARG, and a secret is neither: anyone can read ENV in the image.',
    lesson: 'Build arguments and environment variables (part 1)',
    url: `${referenceUrl}#env`,
  },
  ADD: {
    summary:
      'Copies files like COPY, and also unpacks local tar archives, downloads URLs and checks out Git repositories.',
    forms: ['ADD [<flag>…] <source>… <destination>', 'ADD [<flag>…] ["<source>", … "<destination>"]'],
    example: 'ADD rootfs.tar.xz /',
    advice: 'Take COPY unless you want one of the extras; give a download a `--checksum`.',
    lesson: 'Every instruction explained (part 3)',
    url: `${referenceUrl}#add`,
  },
  COPY: {
    summary:
      'Copies files from the build context, or with `--from` from another stage, image or named context, into a new layer.',
    forms: [
      'COPY [<flag>…] <source>… <destination>',
      'COPY [<flag>…] ["<source>", … "<destination>"]',
      'COPY [<flag>…] <<EOF <destination>',
    ],
    example: 'WORKDIR /app\nCOPY package.json package-lock.json ./\nRUN npm ci\nCOPY . .',
    advice:
      'Copy the dependency list first, install, then copy the sources: an edit of the code then keeps the installed layer cached.',
    lesson: 'Copy dependency files first (part 5)',
    url: `${referenceUrl}#copy`,
  },
  ENTRYPOINT: {
    summary:
      'The program that the container always runs. Arguments of `docker run`, else those of CMD, are appended to the JSON form.',
    forms: ['ENTRYPOINT ["<executable>", "<argument>"…]', 'ENTRYPOINT <command>'],
    example: 'ENTRYPOINT ["python", "-m", "http.server"]\nCMD ["8080"]',
    advice:
      'Use it for images that behave like one tool, with CMD for the default arguments. The shell form ignores CMD and keeps signals from the program.',
    lesson: 'Every instruction explained (part 3)',
    url: `${referenceUrl}#entrypoint`,
  },
  VOLUME: {
    summary:
      'Marks directories whose content lives outside the container; each container gets an anonymous volume there unless it is given another.',
    forms: ['VOLUME ["<path>"…]', 'VOLUME <path>…'],
    example: 'VOLUME ["/var/lib/data"]',
    advice:
      'Declare it for data such as a database, not for the application: users cannot take a volume back in images built on yours.',
    lesson: 'Every instruction explained (part 3)',
    url: `${referenceUrl}#volume`,
  },
  USER: {
    summary: 'Sets the user, and optionally the group, of the following RUN instructions and of the container.',
    forms: ['USER <user>[:<group>]', 'USER <uid>[:<gid>]'],
    example: 'RUN useradd --create-home --uid 10001 app\nUSER app',
    advice:
      'End the final stage as a user without root rights. Install packages before, and name a user that exists in the image, or a number.',
    lesson: 'Run as a non-root user (part 5)',
    url: `${referenceUrl}#user`,
  },
  WORKDIR: {
    summary:
      'Sets the directory for the following RUN, CMD, ENTRYPOINT, COPY and ADD, and creates it when it is missing.',
    forms: ['WORKDIR <path>'],
    example: 'WORKDIR /app\nCOPY . .',
    advice: 'Give an absolute path once, in place of `RUN cd …`: a `cd` is forgotten when its RUN ends.',
    lesson: 'Working directory (part 2)',
    url: `${referenceUrl}#workdir`,
  },
  ARG: {
    summary:
      'Declares a variable of the build, with a default that `--build-arg` overrides. It is valid from its line to the end of the stage and absent from the container.',
    forms: ['ARG <name>[=<default>] [<name>[=<default>]…]'],
    example: 'ARG NODE_VERSION=24\nFROM node:${NODE_VERSION}-slim\nARG NODE_VERSION\nRUN echo "built on $NODE_VERSION"',
    advice:
      'Repeat `ARG NAME` inside a stage to use one that stands above FROM. Its value shows in the image history, so no passwords.',
    lesson: 'Build arguments and environment variables (part 1)',
    url: `${referenceUrl}#arg`,
  },
  ONBUILD: {
    summary:
      'Stores an instruction in the image that runs later, right after the FROM of a build that uses this image as its base.',
    forms: ['ONBUILD <instruction>'],
    example: 'ONBUILD COPY . /app/src\nONBUILD RUN make -C /app/src',
    advice:
      'Say so in the tag (`-onbuild`): whoever builds on the image cannot see these steps in the file. ONBUILD, FROM and MAINTAINER cannot be stored.',
    lesson: 'Writing effective Dockerfiles (part 3)',
    url: `${referenceUrl}#onbuild`,
  },
  STOPSIGNAL: {
    summary: 'The signal that `docker stop` sends to process 1 before it kills the container after the grace period.',
    forms: ['STOPSIGNAL <signal>'],
    example: 'STOPSIGNAL SIGQUIT',
    advice: 'Leave SIGTERM unless the server ends cleanly on another one, as nginx and php-fpm do on SIGQUIT.',
    lesson: 'Image anatomy: layers and metadata (part 3)',
    url: `${referenceUrl}#stopsignal`,
  },
  HEALTHCHECK: {
    summary:
      'A command that Docker repeats inside the container: exit 0 is healthy, 1 is unhealthy. NONE removes the check of the base image.',
    forms: [
      'HEALTHCHECK [<flag>…] CMD ["<executable>", "<argument>"…]',
      'HEALTHCHECK [<flag>…] CMD <command>',
      'HEALTHCHECK NONE',
    ],
    example:
      'FROM nginxinc/nginx-unprivileged:1.30-alpine\nHEALTHCHECK --interval=30s --timeout=3s --start-period=5s --retries=3 \\\n    CMD ["wget", "-q", "-O", "/dev/null", "http://127.0.0.1:8080/"]',
    advice: 'Give servers one, with a probe that the image has: slim images come without curl and wget.',
    lesson: 'HEALTHCHECK (part 5)',
    url: `${referenceUrl}#healthcheck`,
  },
  SHELL: {
    summary:
      'The shell of the following shell-form RUN, CMD and ENTRYPOINT. The default is `/bin/sh -c`, on Windows `cmd /S /C`.',
    forms: ['SHELL ["<executable>", "<argument>"…]'],
    example: 'SHELL ["/bin/bash", "-o", "pipefail", "-c"]\nRUN printf "a\\nb\\n" | sort -u',
    advice: 'Set `pipefail` where the image has bash, so that a failing command in front of a pipe stops the build.',
    lesson: 'Running commands (part 2)',
    url: `${referenceUrl}#shell`,
  },
}
