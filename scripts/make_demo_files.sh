#!/usr/bin/env bash
# Makes the demo corpus with other people's programs, from the texts in scripts/demo_files.
# Debian 12: libreoffice-writer-nogui libreoffice-calc-nogui pandoc imagemagick ghostscript poppler-utils tesseract-ocr-cat
#            tesseract-ocr-spa libimage-exiftool-perl libnss3-tools chromium mutt s-nail mpack libtiff-tools
# Usage: scripts/make_demo_files.sh   (writes consistori/config/demo/files and its ORIGIN.md)
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
src=$here/demo_files
out=$here/../consistori/config/demo/files
arms=$here/../consistori/config/demo/arms
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
im=$(command -v convert-im6.q16 || command -v convert)
pdfa2='pdf:writer_pdf_Export:{"SelectPdfVersion":{"type":"long","value":"2"}}'
pdfa1='pdf:writer_pdf_Export:{"SelectPdfVersion":{"type":"long","value":"1"}}'
csv_in='--infilter=CSV:59,34,76,1,,1027,false,true,false,false,false,0,true'
rm -rf "$out"; mkdir -p "$out" "$work/arms"
: > "$work/origin.tsv"
version() { case $1 in
  LibreOffice) soffice --version | awk 'NR==1{print $1, $2}';; pandoc) pandoc --version | awk 'NR==1{print $1, $2}';;
  ImageMagick) "$im" -version | awk 'NR==1{print $2, $3}';; Ghostscript) echo "Ghostscript $(gs --version)";;
  Chromium) chromium --version | awk '{print $1, $2}';; Tesseract) tesseract --version 2>&1 | awk 'NR==1{print $1, $2}';;
  pdfsig) pdfsig -v 2>&1 | awk 'NR==1{print "Poppler pdfsig", $3}';; mutt) mutt -v | awk 'NR==1{print $1, $2}';;
  s-nail) s-nail -V 2>/dev/null | awk 'NR==1{print $1, $2}' | tr -d ,;; mpack) echo "mpack $(dpkg-query -W -f '${Version}' mpack)";;
  esac; }
made() { printf '%s\t%s\t%s\n' "$1" "$(version "$2")" "$3" >> "$work/origin.tsv"; }
office() { soffice "-env:UserInstallation=file://$work/profile" --headless --convert-to "$@" >/dev/null 2>&1; }

letter() { # letter SOURCE NAME FILTER EXTENSION : an HTML text through LibreOffice Writer
  { printf '<!doctype html><html lang="ca"><head><meta charset="utf-8"><style>'; cat "$src/letter.css"; printf '</style></head><body>'
    cat "$1"; printf '</body></html>'; } > "$work/$2.html"
  office "odt" --infilter="HTML (StarWriter)" --outdir "$work/odt" "$work/$2.html"
  [ "$4" = odt ] && cp "$work/odt/$2.odt" "$out/" || office "$3" --outdir "$out" "$work/odt/$2.odt"
  made "$2.$4" LibreOffice "soffice --convert-to '${3}' ($(basename "$1"))"
}
markdown() { # markdown SOURCE NAME EXTENSION : a Markdown text through pandoc
  pandoc "$src/$1" --resource-path="$work" -o "$out/$2.$3"
  made "$2.$3" pandoc "pandoc $1 -o .$3"
}
through() { # through SOURCE NAME FILTER EXTENSION : pandoc first, then saved again by LibreOffice
  pandoc "$src/$1" --resource-path="$work" -o "$work/$2.odt"
  office "$3" --outdir "$out" "$work/$2.odt"
  made "$2.$4" LibreOffice "pandoc $1 -o .odt; soffice --convert-to '${3}'"
}
sheet() { # sheet SOURCE NAME EXTENSION
  cp "$src/$1" "$work/$2.csv"
  office "$3" "$csv_in" --outdir "$out" "$work/$2.csv"
  made "$2.$3" LibreOffice "soffice --convert-to $3 ($1)"
}
photo() { # photo NAME DATE : dates and marks of a telephone on a drawn picture
  exiftool -q -overwrite_original -Make=Demofon -Model="Demofon 3" -Software="" -DateTimeOriginal="$2" -CreateDate="$2" \
    -OffsetTimeOriginal=+01:00 -GPSLatitude=41.0 -GPSLatitudeRef=N -GPSLongitude=3.5 -GPSLongitudeRef=E -Orientation#=1 "$out/$1"
  made "$1" ImageMagick "convert (drawn); exiftool (date, model, place in the open sea)"
}
requests() { # the requests of instancies.tsv, all at once
  mkdir "$work/requests"
  while IFS=$'\t' read -r language title name nif address town date exposes asks; do
    if [ "$language" = es ]; then words=("Instancia" "Persona" "Dirección" "Expongo" "Solicito" "Persona y hechos inventados.")
    else words=("Instància" "Persona" "Adreça" "Exposo" "Demano" "Persona i fets inventats."); fi
    { printf '<!doctype html><html lang="%s"><head><meta charset="utf-8"><style>' "$language"; cat "$src/letter.css"; printf '</style></head><body>'
      sed -e "s|@KIND@|${words[0]}|g" -e "s|@TITLE@|$title|" -e "s|@WHO@|${words[1]}|" -e "s|@NAME@|$name|" -e "s|@NIF@|$nif|" \
        -e "s|@WHERE@|${words[2]}|" -e "s|@ADDRESS@|$address|" -e "s|@TOWN@|$town|g" -e "s|@SAYS@|${words[3]}|" -e "s|@EXPOSES@|$exposes|" \
        -e "s|@ASKS@|${words[4]}|" -e "s|@REQUESTS@|$asks|" -e "s|@DATE@|$date|" -e "s|@NOTE@|${words[5]}|" "$src/instancia.html"
    } > "$work/requests/instància $title.html"
    made "instància $title.pdf" LibreOffice "soffice --convert-to odt, then pdf (instancia.html, instancies.tsv)"
  done < "$src/instancies.tsv"
  office odt --infilter="HTML (StarWriter)" --outdir "$work/requests" "$work"/requests/*.html
  office pdf --outdir "$out" "$work"/requests/*.odt
}
. "$src/pictures.sh"
. "$src/mail.sh"

draw_arms
draw_photos
letter "$src/informe-tecnic-gual.html" "Informe tècnic gual c. Escoles 8" odt odt
letter "$src/acta-festes.html" "acta comissió festes 3-11-2026" odt odt
letter "$src/conveni-escola-musica.html" "Conveni escola de música 26-27 (esborrany 3)" docx docx
through solicitud-gual.md "sol·licitud gual" docx docx
through recurs-reposicio.md "recurs reposició escombraries" rtf rtf
markdown memoria-obra-menor.md "Memoria obra baño c Pont 32" docx
markdown alegacions-pla-especial.md "al·legacions pla especial de la Font" docx
markdown bases-subvencions.md "Bases subvencions entitats 2027" odt
letter "$src/informe-policia.html" "Informe vigilants 88-2026 terrassa" "$pdfa2" pdf
letter "$src/certificat-final-obra.html" "certificat final d'obra" "$pdfa1" pdf
letter "$src/polissa.html" "polissa RC forn 2026" pdf pdf
letter "$src/factura-enllumenat.html" "Factura 2026-118" pdf pdf
letter "$src/volant-padro.html" "volant empadronament Castellroc" pdf pdf
letter "$src/convocatoria-ple.html" "Convocatòria Ple 12 novembre" "$pdfa2" pdf
letter "$src/decret-gual.html" "Decret gual Escoles 8" "$pdfa2" pdf
letter "$src/certificat-ple.html" "Certificat Ple ordenances fiscals" "$pdfa2" pdf
letter "$src/requeriment-esmena.html" "Requeriment esmena terrassa" "$pdfa2" pdf
letter "$src/informe-social.html" "informe social" "$pdfa2" pdf
letter "$src/ordenanca-terrasses.html" "taxes ocupació via pública" odt odt
letter "$src/pressupost-casadella.html" "pressupost finestres Casadellà" pdf pdf
letter "$src/pressupost-llano.html" "PRESUPUESTO 0317" pdf pdf
letter "$src/convocatoria-molinars.html" "Convocatòria Ple extraordinari" "$pdfa2" pdf
letter "$src/certificat-molinars.html" "Certificat taxa cementiri" "$pdfa2" pdf
letter "$src/oferta-molinars.html" "petició d’oferta teulada" odt odt
letter "$src/decret-serradoix.html" "Decret gual carrer Major 12" "$pdfa2" pdf
letter "$src/acceptacio-serradoix.html" "Decret acceptació pla de camins" "$pdfa2" pdf
letter "$src/ban-castellroc.html" "Ban crema de rostolls" "$pdfa2" pdf
letter "$src/convocatoria-cases-noves.html" "Convocatoria Pleno diciembre" "$pdfa2" pdf
while IFS=$'\t' read -r plate kind share years; do
  sed -e "s/@PLATE@/$plate/g" -e "s/@KIND@/$kind/" -e "s/@SHARE@/$share/" -e "s/@YEARS@/$years/" "$src/decret-vehicle.html" > "$work/decret.html"
  letter "$work/decret.html" "Decret bonificació ${plate// /-}" "$pdfa2" pdf
done < "$src/decrets.tsv"
requests
through projecte-cami-vell.md "Projecte camí vell de la Font" pdf pdf
sheet justificacio-subvencio.csv "Justificació gegants 2026" ods
sheet inventari-camins.csv "inventari camins" ods
sheet pressupost-bany.csv "pressupost bany" xlsx
sheet padro-escombraries.csv "padró escombraries (resum)" ods
sheet factures-menjador.csv "FACTURES MENJADOR 2026" xlsx
draw_plans
draw_web_pages
scan_papers
sign_abroad
write_mail

{ cat "$src/ORIGIN.head.md"
  while IFS=$'\t' read -r name program how; do printf '| `%s` | %s | %s |\n' "$name" "$program" "${how//|/\\|}"; done < "$work/origin.tsv"
} > "$out/ORIGIN.md"
du -sh "$out"
