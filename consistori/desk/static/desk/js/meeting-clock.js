// The hour, and how long is left: the words come from the server; here only the hour moves.
export default function clock(element) {
  const hour = element.querySelector("b"), dot = hour.textContent.includes(":") ? ":" : ".";
  const show = () => {
    const now = new Date();
    hour.textContent = `${now.getHours()}${dot}${String(now.getMinutes()).padStart(2, "0")}`;
    const words = element.querySelector("span"), left = Math.round((new Date(element.dataset.until) - now) / 60000);
    if (words && left > 0) words.textContent = words.textContent.replace(/\d+/, left);
  };
  setInterval(show, 15000);
}
