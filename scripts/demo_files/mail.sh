# Three messages saved by three mail programs. Sourced by make_demo_files.sh.
write_mail() {
  keep() { printf '#!/bin/sh\ncat > "%s"\n' "$1" > "$work/keep"; chmod +x "$work/keep"; }
  export HOME="$work"
  keep "$out/esvoranc al camí vell.eml"
  mutt -n -e "set sendmail='$work/keep'" -e "set use_from=yes" -e "set from='Teresa Canaleta <teresa.canaleta@correu.example>'" -e "set copy=no" -e "set hostname=correu.example" \
    -e "set charset=utf-8" -e "set user_agent=yes" -s "Esvoranc al camí vell de la Font" -a "$out/esvoranc camí vell.jpg" -- ajuntament@vall-llobera.example < "$src/correu-aigua.txt"
  made "esvoranc al camí vell.eml" mutt "mutt -a (message kept instead of sent)"
  keep "$out/concessió pla de camins.eml"
  s-nail -:/ -S v15-compat -S mta="$work/keep" -S sendcharsets=utf-8 -S ttycharset=utf-8 -S hostname=consell.example \
    -S from="Consell Comarcal <cooperacio@consell.example>" \
    -s "Concessió de la subvenció del Pla de camins" ajuntament@serradoix.example < "$src/correu-consell.txt"
  made "concessió pla de camins.eml" s-nail "s-nail (message kept instead of sent)"
  mpack -s "Presupuesto 0317 ventanas biblioteca" -d "$src/correu-presupuesto.txt" -c application/pdf -o "$out/RV presupuesto.eml" "$out/PRESUPUESTO 0317.pdf"
  sed -i '/^Message-ID/s/@.*>/@llano.example>/' "$out/RV presupuesto.eml"
  made "RV presupuesto.eml" mpack "mpack -o"
}
