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

# Installs a Debian package where it may.
install_package() {
  if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
    say "installing $1"
    { apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends "$1"; } >/dev/null 2>&1 || true
  fi
}

# Installs a font that has Chinese, only where none is: pictures would show boxes.
need_chinese_font() {
  [ -n "$(fc-list :lang=zh family 2>/dev/null)" ] && return 0
  install_package fonts-wqy-microhei
  [ -n "$(fc-list :lang=zh family 2>/dev/null)" ] || say "no font here has Chinese: install the package fonts-wqy-microhei."
}

# Installs Debian packages that give the named commands, only where a command is missing.
need_command() {
  local command=$1 package=$2
  command -v "$command" >/dev/null 2>&1 && return 0
  install_package "$package"
  command -v "$command" >/dev/null 2>&1 || { say "headgate needs $command: install the package $package."; return 2; }
}

# Whether a Node is there that can build the console.
has_node() {
  local version
  version=$(node --version 2>/dev/null | sed -n 's/^v\([0-9]*\)\..*/\1/p')
  [ "${version:-0}" -ge 20 ] && command -v npm >/dev/null 2>&1
}

# Installs what the console is built and tested with, only when its lock file has changed.
install_console() {
  local web=$1/web
  cmp -s "$web/package-lock.json" "$web/node_modules/.installed-lock" && return 0
  say "fetching what the console is built with"
  (cd "$web" && npm ci --silent --no-audit --no-fund) >&2 || return 1
  cp "$web/package-lock.json" "$web/node_modules/.installed-lock"
}

# Builds the console into web/dist where that is stale. Returns 1 when there is none: no Node 20, or the build failed.
build_console() {
  local root=$1 web=$1/web without=$1/web/.without-node
  if [ -f "$web/.built" ] && [ -f "$web/dist/files.txt" ] && [ -z "$(find "$web/src" "$web/public" "$web/scripts" "$web/index.html" \
    "$web/package-lock.json" "$web/package.json" "$web/vite.config.ts" "$root/docs/reference/api/openapi.yaml" \
    -type f ! -name schema.d.ts -newer "$web/.built" -print -quit)" ]; then # that file is made by the build
    return 0
  fi
  if ! has_node; then
    [ -f "$without" ] && return 1 # it was tried and told
    { need_command node nodejs && need_command npm npm; } >/dev/null 2>&1 || true
  fi
  if ! has_node; then
    rm -rf "$web/dist"
    touch "$without"
    say "no Node 20 or newer here: headgate is built without its web console"
    return 1
  fi
  rm -f "$without"
  touch "$web/.begun"
  if ! { install_console "$root" && say "building the console" && (cd "$web" && npm run -s build) >/dev/null; }; then
    rm -rf "$web/dist"
    say "the console could not be built; headgate goes without it"
    return 1
  fi
  mv "$web/.begun" "$web/.built" # what changed while it was built is newer, and so built next time
}
