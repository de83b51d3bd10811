# Prints what zsh would offer for each line: zsh -f zsh-capture.zsh SCRIPT LINE… Completion needs an interactive zsh, so
# this runs one in a pseudo-terminal, where `compadd` prints its arguments: `word<TAB>description` for each word, and `---`
# after each line.
zmodload zsh/zpty
setup=$(mktemp)
cat > $setup <<'INNER'
PROMPT=
unsetopt beep
autoload -Uz compinit && compinit -D -u
compadd() {
  # Called only for its own counting.
  if [[ ${@[1,(i)(-|--)]} == *-(O|A|D)\ * ]]; then
    builtin compadd "$@"
    return
  fi
  local -a hits shown
  local index=$@[(I)-d] at
  (( index )) && shown=(${(P)@[index+1]})
  builtin compadd -A hits -D shown "$@"
  for (( at = 1; at <= $#hits; at++ )) print -r -- "<HIT>$hits[at]"$'\t'"${shown[at]}<END>"
  builtin compadd "$@"
}
offer-and-tell() {
  zle offer
  print -r -- '<DONE>'
}
zle -C offer list-choices _main_complete
zle -N offer-and-tell
bindkey '^I' offer-and-tell
INNER
zpty z zsh -f -i
zpty -w z "stty -echo columns 500; source $setup; source ${(q)1}; print '<REA''DY>'"
zpty -r z out '*<READY>*'
for line in "${@[2,-1]}"; do
  # ^U clears what was typed before.
  zpty -w -n z $'\x15'"$line"$'\t'
  zpty -r z out '*<DONE>*'
  print -r -- $out | tr -d '\r' | sed -n 's/.*<HIT>\(.*\)<END>.*/\1/p'
  print -r -- ---
done
zpty -d z
rm $setup
