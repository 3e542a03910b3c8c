# shellcheck shell=bash
# shellcheck disable=SC2034 # settings, for the scripts that source this
# What backup, restore and rehearse share. Run as root on the server, where the volumes are folders.

BACKUP_ENV=${BACKUP_ENV:-/etc/dezky/backup.env}
export KUBECONFIG=${KUBECONFIG:-/etc/rancher/k3s/k3s.yaml}

say() { printf '%s  %s\n' "$(date -u +%H:%M:%S)" "$*"; }
fail() {
  printf '%s: %s\n' "$(basename "$0")" "$*" >&2
  exit 1
}

# Its version, where versions.env names one.
pinned() { sed -n "s/^RESTIC_VERSION=/ (restic &/; s/RESTIC_VERSION=\(.*\)/\1, versions.env)/p" "$(dirname "${BASH_SOURCE[0]}")/../versions.env" | grep "^ ($1 " || true; }

need() {
  local tool
  for tool in "$@"; do command -v "$tool" > /dev/null || fail "$tool is not installed$(pinned "$tool")"; done
}

# Read, never run.
read_configuration() {
  local line name
  [ -r "$BACKUP_ENV" ] || fail "$BACKUP_ENV cannot be read: copy backup.example.env there and fill it in"
  RESTIC_RCLONE='' SECOND_REPOSITORY='' SECOND_PASSWORD_FILE='' BUCKET_FROM='' BUCKET_TO='' KEEP_WITHIN=90d STAGING=/var/lib/rancher/dezky-backup
  AWS_SECRET_ACCESS_KEY_FILE=''
  while IFS= read -r line || [ -n "$line" ]; do
    case $line in '' | '#'*) continue ;; esac
    name=${line%%=*}
    [[ $name =~ ^[A-Z][A-Z0-9_]*$ ]] || fail "$BACKUP_ENV: not NAME=value: $line"
    printf -v "$name" '%s' "${line#*=}"
    # shellcheck disable=SC2163 # the variable of that name
    export "$name"
  done < "$BACKUP_ENV"
  [ -z "$AWS_SECRET_ACCESS_KEY_FILE" ] || AWS_SECRET_ACCESS_KEY=$(cat "$AWS_SECRET_ACCESS_KEY_FILE")
  export AWS_SECRET_ACCESS_KEY
  [ -n "${RESTIC_REPOSITORY:-}" ] || fail "$BACKUP_ENV: RESTIC_REPOSITORY is missing"
  [ -r "${RESTIC_PASSWORD_FILE:-}" ] || fail "$BACKUP_ENV: RESTIC_PASSWORD_FILE is missing or names no file"
}

first_site() { restic ${RESTIC_RCLONE:+-o rclone.program="$RESTIC_RCLONE"} "$@"; }
second_site() { RESTIC_REPOSITORY=$SECOND_REPOSITORY RESTIC_PASSWORD_FILE=$SECOND_PASSWORD_FILE restic "$@"; }

# volume NAMESPACE CLAIM: its folder on this machine.
volume() {
  local name folder
  name=$(kubectl -n "$1" get persistentvolumeclaim "$2" -o 'jsonpath={.spec.volumeName}')
  folder=$(kubectl get persistentvolume "$name" -o 'jsonpath={.spec.hostPath.path}{.spec.local.path}')
  [ -d "$folder" ] || fail "the volume of $1/$2 is no folder of this machine: \"$folder\""
  printf '%s' "$folder"
}

STOPPED=()

stop() { # NAMESPACE STATEFULSET
  STOPPED+=("$1/$2")
  kubectl -n "$1" scale statefulset "$2" --replicas=0 > /dev/null
  # The API answers before the process is gone, and its last writes count.
  kubectl -n "$1" wait --for=delete "pod/$2-0" --timeout=5m > /dev/null
}

start() { # NAMESPACE STATEFULSET
  kubectl -n "$1" scale statefulset "$2" --replicas=1 > /dev/null
}

# Whatever happens: nothing stays stopped.
start_all() {
  local each
  for each in ${STOPPED[@]+"${STOPPED[@]}"}; do start "${each%/*}" "${each#*/}" || true; done
}
