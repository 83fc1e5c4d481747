#!/usr/bin/env bash
# Downloads CheXpert and ChestX-ray14 as prepared copies into data/ of the current directory.
set -euo pipefail

usage() {
  cat <<'HELP'
Usage: download_dataset.sh [-f] [-s | -a]

  (none)  CheXpert dev and ChestX-ray14 of 256 pixels
  -s      these and CheXpert full
  -a      these, CheXpert full and ChestX-ray14 of 512 pixels
  -f      fetch again what is there; the old copy stays until the new one is complete, and
          altogether when it holds files that are not in the archive
  -h      this help

An interrupted download resumes where it stopped. Environment:

  THORAX_DATASET_SOURCE   where the archives are (https://storage.googleapis.com/idp-datasets)
  THORAX_DATA_DIRECTORY   where they are unpacked (data)
  NAME_URL, NAME_SHA256   address and checksum of one archive, NAME being CHEXPERT_DEV,
                          CHEXPERT_FULL, CHESTXRAY14_256 or CHESTXRAY14_512

Both data sets may be used for research only, under their publishers' terms.
HELP
}

die() {
  echo "download_dataset.sh: $*" >&2
  exit 1
}

source=${THORAX_DATASET_SOURCE:-https://storage.googleapis.com/idp-datasets}
data=${THORAX_DATA_DIRECTORY:-data}
again=false
small=true
large=false

while getopts ':fsah' flag; do
  case $flag in
    f) again=true ;;
    s) small=false ;;
    a) large=true ;;
    h) usage; exit 0 ;;
    *) usage >&2; echo "download_dataset.sh: unknown flag -$OPTARG" >&2; exit 2 ;;
  esac
done
shift $((OPTIND - 1))
if [ $# -gt 0 ]; then
  usage >&2
  echo "download_dataset.sh: unexpected '$1'" >&2
  exit 2
fi
for tool in curl tar gzip awk df find sort comm; do
  command -v "$tool" >/dev/null || die "$tool is missing; install it."
done

# The value of a header, of the last answer if there were redirections.
header() { # headers name
  awk -v name="$2:" 'tolower($1) == name { sub(/^[^:]*: */, ""); sub(/\r$/, ""); found = $0 } END { print found }' <<<"$1"
}

size_of() {
  if [ -f "$1" ]; then wc -c <"$1" | tr -d ' '; else echo 0; fi
}

megabytes() { echo "$(($1 / 1000000)) MB"; }

check_space() { # bytes
  local free
  free=$(df -Pk "$data" | awk 'NR == 2 { print $4 }')
  if [ "$free" -lt $(($1 / 1024)) ]; then
    die "$(megabytes "$1") are needed on the disk of $data, $((free / 1000)) MB are free; make room."
  fi
}

# Checks the archive against the sum given, else against the MD5 that the bucket tells.
check_sum() { # file wanted_sha256 headers
  local found wanted
  if [ -n "$2" ]; then
    found=$( (sha256sum "$1" 2>/dev/null || shasum -a 256 "$1") | awk '{ print $1 }')
    wanted=$(tr '[:upper:]' '[:lower:]' <<<"$2")
    [ "$found" = "$wanted" ] || wrong_sum "$1" "$wanted" "$found"
    echo "  SHA-256 is right"
    return
  fi
  wanted=$(awk 'tolower($1) == "x-goog-hash:" && match($0, /md5=[A-Za-z0-9+\/=]+/) { print substr($0, RSTART + 4, RLENGTH - 4) }' <<<"$3" | tail -n 1)
  if [ -z "$wanted" ] || ! command -v openssl >/dev/null; then
    echo "  no checksum is known"
    return
  fi
  found=$(openssl dgst -md5 -binary "$1" | openssl base64)
  [ "$found" = "$wanted" ] || wrong_sum "$1" "$wanted" "$found"
  echo "  MD5 is right"
}

wrong_sum() { # file wanted found
  rm -f "$1" "$1.etag"
  die "the checksum of $1 is $3, not $2; it was deleted. Run this again."
}

# The first file of a folder that another folder does not have.
stranger() { # folder other
  LC_ALL=C comm -23 <(cd "$1" && find . ! -type d | sed 's|^\./||' | LC_ALL=C sort) \
    <(cd "$2" && find . ! -type d | sed 's|^\./||' | LC_ALL=C sort) | awk 'NR == 1'
}

fetch() { # title object target table NAME
  local title=$1 object=$2 target=$data/$3 table=$4 name=$5
  local url_variable=${name}_URL sum_variable=${name}_SHA256
  local url=${!url_variable:-$source/$object} sum=${!sum_variable:-}
  if [ -d "$target" ] && [ "$again" = false ]; then
    echo "$title is in $target; -f fetches it again."
    return
  fi

  echo "$title from $url"
  local headers size etag
  headers=$(curl --silent --show-error --fail --location --retry 3 --head "$url") \
    || die "$url does not answer; set ${url_variable} or THORAX_DATASET_SOURCE to a place that has it."
  size=$(header "$headers" content-length)
  etag=$(header "$headers" etag)

  mkdir -p "$(dirname "$target")"
  local archive="$target.tar.gz.part" hidden
  hidden=$(dirname "$target")/.$(basename "$target").download
  local new="$hidden.new" old="$hidden.old"
  # What is there may be a piece of another version.
  if [ -f "$archive" ] && [ "$etag" != "$(cat "$archive.etag" 2>/dev/null || true)" ]; then
    rm -f "$archive"
  fi
  printf '%s' "$etag" >"$archive.etag"
  if [ -n "$size" ]; then
    # Images hardly shrink, so the unpacked files are about as large as the archive.
    check_space $((size - $(size_of "$archive") + size + size / 10))
  fi
  if [ -z "$size" ] || [ "$(size_of "$archive")" -lt "$size" ]; then
    local progress=--silent
    [ -t 2 ] && progress=--progress-bar
    curl $progress --show-error --fail --location --retry 5 --continue-at - --output "$archive" "$url" \
      || die "the download of $title broke off; run this again, it resumes where it stopped."
  fi
  if [ -n "$size" ] && [ "$(size_of "$archive")" -ne "$size" ]; then
    local got
    got=$(size_of "$archive")
    rm -f "$archive" "$archive.etag"
    die "$title has $got bytes in place of $size; it was deleted. Run this again."
  fi
  check_sum "$archive" "$sum" "$headers"

  # What an earlier run that was killed between its last two steps left.
  if [ -d "$old" ] && [ ! -e "$target" ]; then
    mv "$old" "$target"
  fi
  rm -rf "$new" "$old"
  mkdir -p "$new"
  tar -xzf "$archive" -C "$new" --no-same-owner \
    || { rm -rf "$new" "$archive" "$archive.etag"; die "$title cannot be unpacked; it was deleted. Run this again."; }
  [ -f "$new/$table" ] || { rm -rf "$new"; die "$url holds no $table, so it is not $title; nothing was changed."; }
  if [ -d "$target" ]; then
    local own
    own=$(stranger "$target" "$new")
    if [ -n "$own" ]; then
      rm -rf "$new"
      die "$target/$own is not in the archive and would be lost; move it away and run this again. Nothing was changed."
    fi
    mv "$target" "$old"
  fi
  mv "$new" "$target"
  rm -rf "$old" "$archive" "$archive.etag"
  echo "  in $target"
}

mkdir -p "$data"
if command -v flock >/dev/null; then
  exec 9>"$data/.download.lock"
  flock -n 9 || die "another download into $data is running; wait for it."
fi

fetch "CheXpert dev" chexpert/chexpert_dev_medium_scale.tar.gz chexpert/dev train.csv CHEXPERT_DEV
fetch "ChestX-ray14, 256 pixels" chestxray14-nih/chestxray14_256.tar.gz chestxray14/scale_256 meta/data/labels.csv CHESTXRAY14_256
if [ "$small" = false ] || [ "$large" = true ]; then
  fetch "CheXpert full" chexpert/chexpert_full_medium_scale.tar.gz chexpert/full train.csv CHEXPERT_FULL
fi
if [ "$large" = true ]; then
  fetch "ChestX-ray14, 512 pixels" chestxray14-nih/chestxray14_512.tar.gz chestxray14/scale_512 meta/data/labels.csv CHESTXRAY14_512
fi
echo "Everything asked for is there."
