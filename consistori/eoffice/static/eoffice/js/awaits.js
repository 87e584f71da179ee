// A part of the page (with an id) that waits for something: it is drawn again by itself until it waits no more, for a minute.
// What comes may have a part that still waits, which goes on by itself.
import { attend } from "../../ui/js/behaviours.js";

const EVERY = 3000, MOST = 20;

export default function awaits(part) {
  let left = MOST;
  const look = async () => {
    const answer = await fetch(location.href).catch(() => null);
    const fresh = answer?.ok && !answer.redirected && new DOMParser().parseFromString(await answer.text(), "text/html").getElementById(part.id);
    if (fresh && !fresh.dataset.behaviour) {
      part.replaceWith(document.adoptNode(fresh));
      attend(fresh);
      fresh.querySelector("[autofocus]")?.focus();
    }
    else if ((left -= 1)) setTimeout(look, EVERY);
  };
  setTimeout(look, EVERY);
}
