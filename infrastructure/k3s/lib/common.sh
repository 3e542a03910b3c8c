# shellcheck shell=bash
# shellcheck disable=SC2034 # most of these are read by name, in render, or by the scripts that source this
# What bootstrap and reset share: messages, settings, versions, rendering. Also for the bash of macOS, which is old: no associative arrays.

HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
FIELD_MANAGER=dezky-bootstrap
DRY_RUN=${DRY_RUN:-}
KUBECONFIG_FILE=${KUBECONFIG_FILE:-}
STEP=0

# Newer ones would take & in a value for the text that was found.
shopt -u patsub_replacement 2> /dev/null || true

say() { printf '%s\n' "$*"; }
note() { printf '   %s\n' "$*"; }
step() {
  STEP=$((STEP + 1))
  printf '\n%2d. %s\n' "$STEP" "$*"
}
fail() {
  printf '%s: %s\n' "$(basename "$0")" "$*" >&2
  exit 1
}

# ---- settings and versions

SETTINGS=(
  BASE_DOMAIN ACME_EMAIL ACME_SERVER HETZNER_TOKEN_FILE S3_ENDPOINT S3_REGION S3_BUCKET S3_ACCESS_KEY_FILE S3_SECRET_KEY_FILE
  DNS_RESOLVERS DOMAIN_PROOF WEBMAIL_URL MAIL_CLIENT_ID STALWART_ADDRESS STALWART_RECOVERY_ADMIN_FILE ZULIP OPERATOR_VALUES_FILE
)
# What files may use as ${NAME}, besides settings and versions.
DERIVED=(
  AUTH_HOST FILES_HOST MAIL_HOST OFFICE_HOST WOPI_HOST CHAT_HOST POD_NETWORK BLUEPRINTS_HASH STALWART_CONFIG_HASH STALWART_TLS_FOLDER
  OCIS_CONFIG_HASH
)
VERSIONS=()

# read_assignments FILE: sets each NAME=value of it; the file is read, never run.
read_assignments() {
  local line name number=0
  while IFS= read -r line || [ -n "$line" ]; do
    number=$((number + 1))
    case $line in '' | '#'*) continue ;; esac
    name=${line%%=*}
    if [ "$name" = "$line" ] || ! [[ $name =~ ^[A-Z][A-Z0-9_]*$ ]]; then
      fail "$1, line $number: must be NAME=value"
    fi
    printf -v "$name" '%s' "${line#*=}"
    ASSIGNED+=("$name")
  done < "$1"
}

read_versions() {
  ASSIGNED=()
  read_assignments "$HERE/versions.env"
  VERSIONS=("${ASSIGNED[@]}")
}

# read_settings FILE
read_settings() {
  local name
  for name in "${SETTINGS[@]}"; do printf -v "$name" '%s' ''; done
  ASSIGNED=()
  [ -r "$1" ] || fail "$1 cannot be read. Copy $HERE/server/settings.example.env there and fill it in."
  read_assignments "$1"
  for name in "${ASSIGNED[@]}"; do
    case " ${SETTINGS[*]} " in
      *" $name "*) ;;
      *) fail "$1: there is no setting $name. Known: ${SETTINGS[*]}" ;;
    esac
  done
  [[ $BASE_DOMAIN =~ ^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]([a-z0-9-]*[a-z0-9])?$ ]] \
    || fail "$1: BASE_DOMAIN must be a domain in lower case, like example.org, and is \"$BASE_DOMAIN\""
  : "${ACME_SERVER:=https://acme-v02.api.letsencrypt.org/directory}" "${DNS_RESOLVERS:=}" "${DOMAIN_PROOF:=Required}"
  : "${MAIL_CLIENT_ID:=stalwart-webui}" "${WEBMAIL_URL:=https://mail.$BASE_DOMAIN/account/}" "${ZULIP:=off}"
  case $ZULIP in on | off) ;; *) fail "$1: ZULIP must be on or off, and is \"$ZULIP\"" ;; esac
  case $DOMAIN_PROOF in Required | NotRequired) ;; *) fail "$1: DOMAIN_PROOF must be Required or NotRequired, and is \"$DOMAIN_PROOF\"" ;; esac
  AUTH_HOST=auth.$BASE_DOMAIN FILES_HOST=files.$BASE_DOMAIN MAIL_HOST=mail.$BASE_DOMAIN
  OFFICE_HOST=office.$BASE_DOMAIN WOPI_HOST=wopi.$BASE_DOMAIN CHAT_HOST=chat.$BASE_DOMAIN
  # k3s's own default.
  POD_NETWORK=10.42.0.0/16
  STALWART_TLS_FOLDER=/tls
  [ -z "$STALWART_ADDRESS" ] || STALWART_TLS_FOLDER=
  # shellcheck disable=SC2046 # several names
  BLUEPRINTS_HASH=$(hash_of $(blueprints))
  STALWART_CONFIG_HASH=$(hash_of stalwart/config.json)
  OCIS_CONFIG_HASH=$(hash_of ocis/csp.yaml ocis/ocis.yaml "$(ocis_storage)")
}

blueprints() {
  echo authentik/blueprint.yaml
  [ "$ZULIP" = off ] || echo authentik/blueprint-zulip.yaml
}

ocis_storage() { if [ -n "$S3_BUCKET" ]; then echo ocis/storage-s3.yaml; else echo ocis/storage-local.yaml; fi; }

# applies FILE: whether these settings want it.
applies() {
  case $1 in
    stalwart/external.yaml) [ -n "$STALWART_ADDRESS" ] ;;
    stalwart/stalwart.yaml) [ -z "$STALWART_ADDRESS" ] ;;
    cert-manager/issuer-acme.yaml | cert-manager/hetzner-*) [ -n "$HETZNER_TOKEN_FILE" ] ;;
    cert-manager/issuer-own-ca.yaml) [ -z "$HETZNER_TOKEN_FILE" ] ;;
    ocis/storage-*) [ "$1" = "$(ocis_storage)" ] ;;
    zulip/* | *-zulip.yaml) [ "$ZULIP" = on ] ;;
    *) true ;;
  esac
}

# ---- rendering

# render FILE: the file, with settings, versions and what follows from them in the place of ${NAME}. Anything else in braces is a mistake.
render() {
  local text name
  text=$(cat "$HERE/$1" && printf x)
  text=${text%x}
  for name in "${SETTINGS[@]}" "${VERSIONS[@]}" "${DERIVED[@]}"; do
    case $text in *"\${$name}"*) text=${text//"\${$name}"/${!name-}} ;; esac
  done
  if [[ $text =~ \$\{[A-Z_0-9]+\} ]]; then
    fail "$1: nothing is known about ${BASH_REMATCH[0]}"
  fi
  printf '%s' "$text"
}

sha256() { openssl dgst -sha256 -r | cut -d ' ' -f 1; }

# hash_of FILE...: of the rendered files, short enough for an annotation.
hash_of() {
  local file
  for file in "$@"; do render "$file"; done | sha256 | cut -c 1-16
}

# ---- Kubernetes

kube() { kubectl ${KUBECONFIG_FILE:+--kubeconfig="$KUBECONFIG_FILE"} "$@"; }
helm_() { helm ${KUBECONFIG_FILE:+--kubeconfig="$KUBECONFIG_FILE"} "$@"; }
