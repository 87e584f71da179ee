#!/usr/bin/env bash
# Makes the files that a town hall receives and must survive: tests/files/bad, told one by one in its README.
# Debian 12: qpdf ghostscript imagemagick zip python3, after scripts/make_demo_files.sh.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
good=$here/../consistori/config/demo/files
bad=$here/../tests/files/bad
im=$(command -v convert-im6.q16 || command -v convert)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$bad"; find "$bad" -type f ! -name README.md ! -name names.json -delete

cp "$good/PRESUPUESTO 0317.pdf" "$work/letter.pdf"
qpdf --encrypt obre obre 256 -- "$work/letter.pdf" "$bad/encrypted.pdf"
qpdf --encrypt '' propietari 256 --print=none --modify=none --extract=n -- "$work/letter.pdf" "$bad/owner-locked.pdf"
head -c 9000 "$work/letter.pdf" > "$bad/truncated.pdf"
: > "$bad/zero.pdf"
printf '%%PDF-1.7\nno hi ha res mes\n' > "$bad/only-header.pdf"
{ head -c 700 /dev/zero | tr '\0' '#'; cat "$good/planol_gual.pdf"; } > "$bad/late-header.pdf"
head -c 3000 /dev/urandom > "$bad/noise.pdf"
qpdf --add-attachment "$work/letter.pdf" --filename=setup.exe --mimetype=application/x-msdownload -- "$good/planol_gual.pdf" "$bad/program-inside.pdf"
head -c 9000 "$good/esvoranc camí vell.jpg" > "$bad/truncated.jpg"
cp "$good/planol_gual.pdf" "$bad/really-a-pdf.jpg"
"$im" -size 40x40 xc:red PNG:"$bad/really-a-png.pdf"
head -c 5000 "$good/Memoria obra baño c Pont 32.docx" > "$bad/truncated.docx"
(cd "$work" && printf 'secret' > a.txt && zip -q -P obre "$bad/encrypted.zip" a.txt)
python3 "$here/make_bad_files.py" "$bad" "$good"
du -sh "$bad"
