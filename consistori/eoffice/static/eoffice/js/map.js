// A place on the plan of the town: press, or arrows on the keyboard, put a pin; the words are proposed by the nearest street.
// With the address of a server of tiles ({z}/{x}/{y}) they lie under the pin instead of our drawing.
const STEP = 0.00012;

export default function map(box) {
  const sheet = box.querySelector(".fm-map-sheet");
  const pin = box.querySelector(".fm-pin");
  const said = box.querySelector(".fm-map-said");
  const field = (name) => document.getElementById(box.dataset[name]);
  const [where, lat, lon] = ["where", "lat", "lon"].map(field);
  const [west, south, east, north] = box.dataset.bounds.split(" ").map(Number);
  let proposed = "";
  box.hidden = false;
  if (box.dataset.tiles) lay(sheet, box.dataset.tiles, { west, south, east, north });

  const rise = (degrees) => Math.log(Math.tan(Math.PI / 4 + (degrees * Math.PI) / 360));
  const across = (x) => (x - west) / (east - west);
  const down = (y) => (box.dataset.tiles ? (rise(north) - rise(y)) / (rise(north) - rise(south)) : (north - y) / (north - south));
  const latitude = (part) => {
    if (!box.dataset.tiles) return north - part * (north - south);
    return ((2 * Math.atan(Math.exp(rise(north) - part * (rise(north) - rise(south)))) - Math.PI / 2) * 180) / Math.PI;
  };

  function show() {
    const marked = lat.value !== "" && lon.value !== "";
    pin.hidden = !marked;
    if (!marked) return;
    pin.style.left = `${across(Number(lon.value)) * 100}%`;
    pin.style.top = `${down(Number(lat.value)) * 100}%`;
  }

  async function mark(x, y) {
    lon.value = Math.min(east, Math.max(west, x)).toFixed(5);
    lat.value = Math.min(north, Math.max(south, y)).toFixed(5);
    show();
    const answer = await fetch(`${box.dataset.near}?lat=${lat.value}&lon=${lon.value}`).catch(() => null);
    const street = answer?.ok ? (await answer.json()).street : "";
    said.textContent = street || `${lat.value}, ${lon.value}`;
    // What the person wrote stays: only what we proposed before is written again.
    if (street && (where.value === "" || where.value === proposed)) where.value = proposed = street;
  }

  sheet.addEventListener("click", (event) => {
    const edge = sheet.getBoundingClientRect();
    const [x, y] = [(event.clientX - edge.left) / edge.width, (event.clientY - edge.top) / edge.height];
    mark(west + x * (east - west), latitude(y));
  });
  let waiting;
  sheet.addEventListener("keydown", (event) => {
    const moves = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
    const by = moves[event.key];
    if (!by) return;
    event.preventDefault();
    const from = lat.value ? [Number(lon.value), Number(lat.value)] : [(west + east) / 2, (south + north) / 2];
    lon.value = Math.min(east, Math.max(west, from[0] + by[0] * STEP)).toFixed(5);
    lat.value = Math.min(north, Math.max(south, from[1] + by[1] * STEP)).toFixed(5);
    show();
    clearTimeout(waiting);
    waiting = setTimeout(() => mark(Number(lon.value), Number(lat.value)), 400);
  });
  show();
}

/** Put the tiles that cover some bounds in the sheet, in the place of our drawing. */
function lay(sheet, address, { west, south, east, north }) {
  const column = (x, z) => ((x + 180) / 360) * 2 ** z;
  const row = (y, z) => ((1 - Math.asinh(Math.tan((y * Math.PI) / 180)) / Math.PI) / 2) * 2 ** z;
  let z = 18;
  while (z > 1 && column(east, z) - column(west, z) > 4) z -= 1;
  const [left, right, top, bottom] = [column(west, z), column(east, z), row(north, z), row(south, z)];
  sheet.querySelector("img").remove();
  sheet.style.aspectRatio = `${right - left} / ${bottom - top}`;
  for (let x = Math.floor(left); x < right; x += 1) {
    for (let y = Math.floor(top); y < bottom; y += 1) {
      const tile = new Image();
      tile.alt = "";
      tile.className = "fm-tile";
      tile.src = address.replace("{z}", z).replace("{x}", x).replace("{y}", y);
      tile.style.left = `${((x - left) / (right - left)) * 100}%`;
      tile.style.top = `${((y - top) / (bottom - top)) * 100}%`;
      tile.style.width = `${100 / (right - left)}%`;
      sheet.prepend(tile);
    }
  }
}
