# Sourced by `run` and `test`: finds JDK 25, Maven and Node, installing the last two from Debian's packages where it may.

say() { printf '%s\n' "$*" >&2; }

# Prints the home of a JDK 25 or newer.
find_jdk() {
  local candidate version
  for candidate in "${JAVA_HOME:-}" "$(dirname "$(dirname "$(readlink -f "$(command -v java || echo /none/bin/java)")")")" \
    /usr/lib/jvm/* /opt/*jdk* /opt/java/* "$HOME"/.sdkman/candidates/java/*; do
    [ -x "$candidate/bin/javac" ] && [ -f "$candidate/release" ] || continue
    version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$candidate/release")
    if [ "${version:-0}" -ge 25 ]; then
      printf '%s' "$candidate"
      return 0
    fi
  done
  say "headgate needs a JDK 25 or newer: install one (for example Temurin 25) or point JAVA_HOME at it."
  return 2
}

# Installs Debian packages that give the named commands, only where a command is missing.
need_command() {
  local command=$1 package=$2
  command -v "$command" >/dev/null 2>&1 && return 0
  if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
    say "installing $package"
    { apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends "$package"; } >/dev/null 2>&1
  fi
  command -v "$command" >/dev/null 2>&1 || { say "headgate needs $command: install the package $package."; return 2; }
}
