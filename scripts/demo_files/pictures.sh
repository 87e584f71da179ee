# Drawn photographs, plans, web pages printed, papers scanned, and a PDF signed elsewhere. Sourced by make_demo_files.sh.
draw_arms() {
  for svg in "$arms"/*.svg; do
    sed 's/currentColor/#1E2430/g' "$svg" > "$work/arms/$(basename "$svg")"
    "$im" -background none -density 200 "$work/arms/$(basename "$svg")" -resize 88x117 "$work/arms/$(basename "$svg" .svg).png"
  done
}
grain() { "$im" "$1" -attenuate 0.35 +noise Gaussian -blur 0x0.6 -modulate 100,88 -sampling-factor 4:2:0 -quality "$3" "$2"; }
draw_photos() {
  "$im" -size 1200x900 gradient:'#9cc3de-#e9eef0' -fill '#d9c7a4' -draw 'rectangle 120,150 1080,760' \
    -fill '#8a4524' -draw 'polygon 90,160 600,60 1110,160' -fill '#5b6b52' -draw 'rectangle 400,430 760,760' \
    -fill '#4b5a44' -draw 'rectangle 420,450 575,750 rectangle 585,450 740,750' -fill '#3b4a5e' \
    -draw 'rectangle 200,240 330,400 rectangle 520,240 650,400 rectangle 840,240 970,400' -fill '#b9b4a8' -draw 'rectangle 0,760 1200,815' \
    -fill '#6f6f70' -draw 'rectangle 0,815 1200,900' -fill '#f4efe0' -draw 'rectangle 190,470 270,530' "$work/facana.png"
  grain "$work/facana.png" "$out/IMG_20260820_181203.jpg" 72; photo IMG_20260820_181203.jpg "2026:08:20 18:12:03"
  "$im" -size 1200x900 plasma:'#8d8a84-#a5a29b' -modulate 100,0 -level -60%,140% -fill none -stroke '#6a6761' -strokewidth 6 \
    -draw 'line 0,220 1200,180 line 0,470 1200,430 line 0,730 1200,690 line 260,0 230,900 line 640,0 620,900 line 1000,0 990,900' \
    -stroke none -fill '#4a3a28' -draw 'polygon 430,360 700,300 820,470 650,600 470,560' -fill '#7a5a36' \
    -draw 'polygon 500,400 690,350 760,460 640,550 520,520' -fill '#c9c5bc' -draw 'polygon 380,300 520,250 560,340 430,390' "$work/vorera.png"
  grain "$work/vorera.png" "$out/vorera carrer del Pont.jpg" 70; photo "vorera carrer del Pont.jpg" "2026:11:04 11:31:40"
  "$im" -size 1000x750 gradient:'#a9cbe0-#dfe7e4' -fill '#5f7d4a' -draw 'polygon 0,330 300,240 640,300 1000,210 1000,750 0,750' \
    -fill '#b79a6c' -draw 'polygon 380,750 700,750 560,320 520,320' -fill '#3f2f20' -draw 'polygon 470,520 600,500 690,640 480,680' \
    -fill '#8d8f93' -draw 'rectangle 700,380 960,430 rectangle 730,430 760,520 rectangle 890,430 920,520' "$work/esvoranc.png"
  grain "$work/esvoranc.png" "$work/esvoranc.jpg" 68; cp "$work/esvoranc.jpg" "$out/esvoranc camí vell.jpg"
  photo "esvoranc camí vell.jpg" "2026:09:28 08:39:12"
  "$im" -size 1000x750 gradient:'#bcd3df-#eef0ea' -fill '#6b8652' -draw 'polygon 0,300 420,200 1000,330 1000,750 0,750' \
    -fill '#c4a878' -draw 'polygon 300,750 820,750 600,300 560,300' -fill '#35502f' -draw 'circle 140,280 140,190 circle 240,300 240,230 circle 880,320 880,240' \
    "$work/cami.png"
  grain "$work/cami.png" "$work/cami.jpg" 68
  "$im" -size 1400x1000 xc:'#e8eadf' -fill '#cfe0c0' -draw 'rectangle 60,80 520,460 rectangle 900,520 1340,930' -fill '#d8c8a8' \
    -draw 'rectangle 560,90 700,230 rectangle 560,260 700,420 rectangle 740,90 980,230' -stroke '#a8261c' -strokewidth 5 -fill none \
    -draw 'polygon 740,260 1010,260 1040,430 745,440' -stroke none -fill '#7fa8cf' -draw 'path "M0,640 C300,520 500,760 900,600 S 1300,420 1400,480 L1400,500 C1200,440 900,640 860,640 S 300,560 0,660 Z"' \
    -stroke none -fill '#1e2430' -pointsize 30 -draw "text 770,360 'parcel·la 17'" -pointsize 22 -draw "text 70,960 'Base inventada. Escala 1:500'" \
    -colors 32 "$out/captura plànol parcel·la 17.png"
  made "captura plànol parcel·la 17.png" ImageMagick "convert (drawn)"
}
draw_plans() {
  for plan in terrassa gual; do
    gs -q -dNOPAUSE -dBATCH -sDEVICE=pdfwrite -sOutputFile="$out/planol_$plan.pdf" "$src/planol-$plan.ps"
    made "planol_$plan.pdf" Ghostscript "gs -sDEVICE=pdfwrite planol-$plan.ps"
  done
}
draw_web_pages() {
  for page in justificant-web nota-simple; do
    chromium --headless --no-sandbox --disable-gpu --no-pdf-header-footer --print-to-pdf="$out/$page.pdf" "file://$src/$page.html" >/dev/null 2>&1
    made "$page.pdf" Chromium "chromium --print-to-pdf $page.html"
  done
}
paper() { # paper MARKDOWN NAME : a text printed by LibreOffice and drawn as a scanner would see it, 200 dpi
  pandoc "$src/$1" -o "$work/$2.odt"; office pdf --outdir "$work" "$work/$2.odt"
  pdftoppm -r 200 -gray "$work/$2.pdf" "$work/$2"
  for sheet in "$work/$2"-*.pgm; do
    "$im" "$sheet" -background '#f4f1ea' -rotate 0.7 -gravity center -extent 1654x2339 +repage -attenuate 0.25 +noise Gaussian -level 8%,94% "${sheet%.pgm}.scan.png"
  done
}
scan_papers() {
  paper carta-escanejada.md carta; paper informe-consultori.md consultori
  "$im" "$work"/carta-*.scan.png "$work"/consultori-*.scan.png -density 200 -units PixelsPerInch -threshold 62% -compress Group4 "$out/SCAN0042.tif"
  made SCAN0042.tif ImageMagick "LibreOffice PDF, pdftoppm, convert -compress Group4 (several pages)"
  for sheet in "$work"/carta-*.scan.png "$work"/consultori-*.scan.png; do
    "$im" "$sheet" -colorspace Gray -density 200 -units PixelsPerInch -quality 45 "${sheet%.png}.jpg"; echo "${sheet%.png}.jpg"
  done > "$work/sheets.txt"
  tesseract "$work/sheets.txt" "$out/escaneig 20261112_0917" -l cat+spa --dpi 200 pdf >/dev/null 2>&1
  made "escaneig 20261112_0917.pdf" Tesseract "tesseract -l cat+spa pdf (of the drawn scan)"
}
sign_abroad() { # an engineer's certificate signed with an invented authority: nobody trusts it, and the program must say so
  mkdir "$work/nss"; printf '' > "$work/empty"
  certutil -N -d "sql:$work/nss" --empty-password
  head -c 64 /dev/urandom > "$work/noise"
  certutil -S -x -d "sql:$work/nss" -z "$work/noise" -n demo -s "CN=XENIA TORRENTO (DEMO),O=Signatura inventada,C=ES" -t "C,C,C" -k rsa -g 2048 -v 120 -Z SHA256 >/dev/null 2>&1
  pdfsig -nssdir "$work/nss" -add-signature -nick demo -reason "Certificat final d'obra" "$out/certificat final d'obra.pdf" "$out/certificat final d'obra_signat.pdf" >/dev/null
  made "certificat final d'obra_signat.pdf" pdfsig "pdfsig -add-signature (certificate of an invented authority)"
}
