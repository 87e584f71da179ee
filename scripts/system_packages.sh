#!/usr/bin/env bash
# What the tests need from Debian: a browser, second programs that check our signatures and PDFs, a device of keys
# (SoftHSM) and what reads scanned papers.
# Installs what is missing when it may (root); otherwise says what to ask for.
set -eu
missing=()
wanted=() # what the tests do without, at a price
need() { command -v "$1" >/dev/null 2>&1 || missing+=("$2"); }
need chromium chromium
better() { command -v "$1" >/dev/null 2>&1 || wanted+=("$2"); }
better chromium-headless-shell chromium-headless-shell # the same browser without windows: half the processor
need pdfsig poppler-utils
need xmlsec1 xmlsec1
need openssl openssl
need convert imagemagick
need msgfmt gettext
need_daemon() { command -v "$1" >/dev/null 2>&1 || [ -x "/usr/sbin/$1" ] || missing+=("$2"); }
need_daemon pgbouncer pgbouncer
need softhsm2-util softhsm2
need_words() { [ -n "$(find /usr/share/tesseract-ocr -name "$1.traineddata" 2>/dev/null)" ] || missing+=("$2"); }
need tesseract tesseract-ocr
need_words cat tesseract-ocr-cat
need_words spa tesseract-ocr-spa
[ $((${#missing[@]} + ${#wanted[@]})) -eq 0 ] && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "Installing from Debian: ${missing[*]} ${wanted[*]}"
  export DEBIAN_FRONTEND=noninteractive
  install() { apt-get install -y -qq --no-install-recommends "$@" >/dev/null; }
  apt-get update -qq >/dev/null || [ ${#missing[@]} -eq 0 ]
  [ ${#missing[@]} -eq 0 ] || install "${missing[@]}"
  [ ${#wanted[@]} -eq 0 ] || install "${wanted[@]}" || echo "Without ${wanted[*]} the tests take longer." >&2
elif [ ${#missing[@]} -gt 0 ]; then
  echo "The tests need these Debian packages: ${missing[*]}" >&2
  echo "  sudo apt-get install ${missing[*]}" >&2
  exit 1
fi
