// Two screens in the room, one meeting: when the edition has moved and nobody is writing here, the page is drawn again.
const EVERY = 5000;

export default function meeting(room) {
  const busy = () => [...room.querySelectorAll("input:not([type=hidden])")].some((one) => one === document.activeElement || one.value !== one.defaultValue) || document.querySelector("dialog[open]");
  let failures = 0;
  const look = async () => {
    if (document.hidden || busy()) return;
    try {
      const answer = await fetch(room.dataset.state, { headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(String(answer.status));
      failures = 0;
      const { edition } = await answer.json();
      if (String(edition) !== room.dataset.edition && !busy()) location.assign(room.dataset.here);
    } catch { failures += 1; if (failures > 5) clearInterval(timer); }
  };
  const timer = setInterval(look, EVERY);
  const agreed = room.querySelector(".room-scroll");
  if (agreed) agreed.scrollTop = agreed.scrollHeight;
  room.querySelector("[aria-current=step]")?.scrollIntoView({ block: "nearest", inline: "center" });
  room.querySelector(".room-line.is-here")?.scrollIntoView({ block: "nearest" });
}
