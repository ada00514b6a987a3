/* Drawings larger than their place: zoom by buttons, keys (+ - 0) and Ctrl with the wheel, move by
   the arrows or the mouse. Without this script they are whole, and scroll when they are too wide. */
(() => {
  "use strict";
  const STEP = 1.25, MOST = 4, LEAST = 0.25, MOVED = 4;

  for (const box of document.querySelectorAll(".cahier-drawing[data-zoom]")) ready(box);

  function ready(box) {
    const svg = box.querySelector(":scope > svg");
    if (!svg) return;
    const [wide, high] = svg.getAttribute("viewBox").split(" ").slice(2).map(Number);
    const words = JSON.parse(box.dataset.zoom);
    const bar = document.createElement("div");
    const said = document.createElement("output");
    let scale = 1;

    function zoom(to, x = box.clientWidth / 2, y = box.clientHeight / 2) {
      const before = scale;
      scale = Math.min(MOST, Math.max(LEAST, to));
      const left = (box.scrollLeft + x) * scale / before - x;
      const top = (box.scrollTop + y) * scale / before - y;
      svg.setAttribute("width", wide * scale);
      svg.setAttribute("height", high * scale);
      box.classList.toggle("cahier-zoomed", scale > 1);
      box.scrollTo(left, top);
      said.textContent = `${Math.round(100 * scale)} %`;
    }

    /* The whole of it in view. */
    function fit() {
      const room = document.fullscreenElement ? window.innerHeight - 120 : 0.8 * window.innerHeight;
      zoom(Math.min(box.clientWidth / wide, room / high));
    }

    function full() {
      if (document.fullscreenElement) document.exitFullscreen();
      else box.parentElement.requestFullscreen().then(fit);
    }

    const ways = new Map([
      ["-", () => zoom(scale / STEP)],
      ["+", () => zoom(scale * STEP)],
      ["0", () => zoom(1)],
      ["fit", fit],
    ]);
    if (document.fullscreenEnabled) ways.set("full", full);
    for (const [way, act] of ways) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = words[way];
      button.addEventListener("click", act);
      bar.append(button);
    }
    bar.className = "cahier-zoom";
    bar.setAttribute("role", "group");
    bar.setAttribute("aria-label", words.name);
    said.textContent = "100 %";
    bar.append(said);
    box.before(bar);
    /* A phone turns, a window grows: buttons are there while the drawing is larger than its place. */
    new ResizeObserver(() => {
      const fits = wide <= box.clientWidth && high <= 0.9 * window.innerHeight;
      bar.hidden = !box.clientWidth || (fits && scale === 1);
    }).observe(box);

    box.addEventListener("keydown", (event) => {
      const way = event.key === "=" ? "+" : event.key;
      if (event.ctrlKey || event.metaKey || event.altKey || !"-+0".includes(way)) return;
      event.preventDefault();
      ways.get(way)();
    });
    box.addEventListener("wheel", (event) => {
      if (!event.ctrlKey) return;
      event.preventDefault();
      const place = box.getBoundingClientRect();
      const to = event.deltaY < 0 ? scale * STEP : scale / STEP;
      zoom(to, event.clientX - place.left, event.clientY - place.top);
    }, { passive: false });
    moved(box);
  }

  /* A finger scrolls by itself; a mouse drags, and a drag that began on a link does not follow it. */
  function moved(box) {
    let from = null, far = false;
    box.addEventListener("pointerdown", (event) => {
      if (event.pointerType !== "mouse" || event.button !== 0) return;
      from = { x: event.clientX, y: event.clientY, left: box.scrollLeft, top: box.scrollTop };
      far = false;
    });
    window.addEventListener("pointermove", (event) => {
      if (!from) return;
      const x = event.clientX - from.x, y = event.clientY - from.y;
      far ||= Math.abs(x) + Math.abs(y) > MOVED;
      if (far) box.scrollTo(from.left - x, from.top - y);
    });
    window.addEventListener("pointerup", () => { from = null; });
    box.addEventListener("click", (event) => { if (far) event.preventDefault(); far = false; }, true);
    box.addEventListener("dragstart", (event) => event.preventDefault());
  }
})();
