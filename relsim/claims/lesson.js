"use strict";
/* A bet, its reveal and walks along sweeps, in a file of their own or within a page. */
window.relsimLesson = function (data, root) {
  const NS = "http://www.w3.org/2000/svg";
  const NO_BET = "You made no bet: it was left where it stood.";
  const W = 380, H = 250, R = 22, T = 14, B = 40;
  /* Room for the numbers of the scale, in letters of any script. */
  const width = (text) => [...text].reduce((sum, one) => sum + (one > "\u2e80" ? 13 : 7.8), 0);

  function show(value, signed) {
    const f = data.format;
    const text = (f.scale * Math.abs(value)).toLocaleString("en", {
      minimumFractionDigits: f.decimals, maximumFractionDigits: f.decimals });
    const nothing = !Number(text.replace(/,/g, ""));
    const sign = nothing ? "" : value < 0 ? "−" : signed && f.signed ? "+" : "";
    return sign + f.prefix + text + f.suffix;
  }

  function make(name, attributes, parent, words) {
    const node = document.createElementNS(NS, name);
    for (const key in attributes) node.setAttribute(key, attributes[key]);
    if (words !== undefined) node.textContent = words;
    parent.appendChild(node);
    return node;
  }

  function round(rough) {
    const power = Math.pow(10, Math.floor(Math.log10(rough)));
    return [1, 2, 5, 10].map((one) => one * power).find((one) => one >= rough * 0.999);
  }

  /* What was found, what was bet and what would matter, with some air. */
  function around(sweep, bets) {
    const least = data.smallest || data.step, ends = sweep.points.flatMap((p) => [p.low, p.high]);
    const values = [...ends, ...bets, least, data.low < 0 ? -least : 0];
    const low = Math.min(...values), high = Math.max(...values), air = (high - low) * 0.08;
    return { low: low < 0 ? low - air : 0, high: high + air };
  }

  /* A chart of an effect along a sweep. Before the bet its scale is that of all claims of this
     kind, so that it gives nothing away; afterwards it fits. */
  function Chart(svg, sweep, { low, high }) {
    const xs = sweep.points.map((point) => point.value);
    const x0 = xs[0], x1 = xs[xs.length - 1];
    const step = round((high - low) / 5), marks = [];
    for (let place = Math.ceil(low / step - 1e-6); place * step <= high + step * 1e-6; place += 1) marks.push(place * step);
    const L = Math.max(68, ...marks.map((value) => width(show(value, true)) + 22));
    const x = (value) => L + ((value - x0) / (x1 - x0)) * (W - L - R);
    const y = (value) => H - B - ((value - low) / (high - low)) * (H - T - B);
    svg.setAttribute("viewBox", `0 0 ${W} ${H}`);
    marks.forEach((value) => {
      make("line", { x1: L, x2: W - R, y1: y(value), y2: y(value), class: value ? "grid" : "zero" }, svg);
      /* Far enough from the axis for the handle of a bet. */
      make("text", { x: L - 15, y: y(value) + 4, "text-anchor": "end" }, svg, show(value, true));
    });
    let last = -Infinity;
    sweep.points.forEach((point) => {
      if (x(point.value) - last < 44) return;
      last = x(point.value);
      make("text", { x: x(point.value), y: H - B + 16, "text-anchor": "middle" }, svg, point.label);
    });
    make("text", { x: (L + W - R) / 2, y: H - 6, "text-anchor": "middle" }, svg, sweep.name);
    return { x, y, svg };
  }

  function truth(chart, sweep) {
    const upper = sweep.points.map((p) => `${chart.x(p.value)},${chart.y(p.high)}`);
    const lower = sweep.points.map((p) => `${chart.x(p.value)},${chart.y(p.low)}`).reverse();
    make("polygon", { points: upper.concat(lower).join(" "), class: "band" }, chart.svg);
    const middle = sweep.points.map((p) => `${chart.x(p.value)},${chart.y(p.mean)}`).join(" ");
    make("polyline", { points: middle, class: "truth" }, chart.svg);
    sweep.flips.forEach((at) => {
      make("line", { x1: chart.x(at), x2: chart.x(at), y1: T, y2: H - B, class: "flip" }, chart.svg);
      const before = chart.x(at) > W - 90;
      make("text", { x: chart.x(at) + (before ? -4 : 4), y: T + 10, class: "flip-word",
        "text-anchor": before ? "end" : "start" }, chart.svg, "flips here");
    });
  }

  /* The bet: a curve whose points are dragged or moved by the arrow keys. */
  function drawBet(svg, sweep) {
    const chart = Chart(svg, sweep, data);
    const bets = sweep.points.map(() => 0);
    let touched = false;
    const line = make("polyline", { class: "bet" }, svg);
    const handles = sweep.points.map((point, place) => {
      const handle = make("circle", { r: 11, cx: chart.x(point.value), class: "handle", tabindex: 0,
        role: "slider", "aria-orientation": "vertical", "aria-valuemin": data.low,
        "aria-valuemax": data.high, "aria-label": `your bet at ${sweep.name} ${point.label}` }, svg);
      handle.addEventListener("keydown", (event) => {
        const moves = { ArrowUp: 1, ArrowRight: 1, ArrowDown: -1, ArrowLeft: -1, PageUp: 5, PageDown: -5 };
        if (!(event.key in moves)) return;
        event.preventDefault();
        set(place, bets[place] + moves[event.key] * data.step);
      });
      return handle;
    });
    function set(place, value) {
      touched = touched || value !== 0;
      bets[place] = Math.max(data.low, Math.min(data.high, value));
      handles[place].setAttribute("cy", chart.y(bets[place]));
      handles[place].setAttribute("aria-valuenow", bets[place]);
      handles[place].setAttribute("aria-valuetext", show(bets[place], true));
      line.setAttribute("points", path(chart));
    }
    function path(where) {
      return sweep.points.map((p, k) => `${where.x(p.value)},${where.y(bets[k])}`).join(" ");
    }
    bets.forEach((_, place) => set(place, 0));
    let held = null;
    function drag(event) {
      const box = svg.getBoundingClientRect();
      const px = ((event.clientX - box.left) / box.width) * W;
      const py = ((event.clientY - box.top) / box.height) * H;
      if (held === null) {
        const gaps = sweep.points.map((point) => Math.abs(chart.x(point.value) - px));
        held = gaps.indexOf(Math.min(...gaps));
      }
      set(held, data.low + ((H - B - py) / (H - T - B)) * (data.high - data.low));
    }
    svg.addEventListener("pointerdown", (event) => {
      if (revealed) return;
      svg.setPointerCapture(event.pointerId);
      drag(event);
    });
    svg.addEventListener("pointermove", (event) => { if (held !== null) drag(event); });
    svg.addEventListener("pointerup", () => { held = null; });
    svg.addEventListener("pointercancel", () => { held = null; });
    return function (told) {
      const points = told.sweeps[0].points;
      svg.replaceChildren();
      const fitting = Chart(svg, told.sweeps[0], around(told.sweeps[0], bets));
      truth(fitting, told.sweeps[0]);
      make("polyline", { points: path(fitting), class: "bet" }, svg);
      if (!touched) return NO_BET;
      const right = points.filter((p, k) => p.mean * bets[k] > 0 || (p.low <= 0 && p.high >= 0 && Math.abs(bets[k]) < data.smallest)).length;
      const near = points.filter((p, k) => bets[k] >= p.low && bets[k] <= p.high).length;
      if (data.low === 0) return `You lay within the interval at ${near} of ${bets.length} settings.`;
      return `You had the right sign at ${right} of ${bets.length} settings, and lay within the interval at ${near}.`;
    };
  }

  function numberBet(input, output, ends) {
    /* Where the scale ends, and its middle. */
    [data.low, (data.low + data.high) / 2, data.high].forEach((value) => {
      ends.appendChild(document.createElement("span")).textContent = show(value, true);
    });
    const say = () => { output.textContent = show(Number(input.value), true); };
    let touched = false;
    input.addEventListener("input", () => { touched = true; say(); });
    say();
    return function (told) {
      input.disabled = true;
      const bet = Number(input.value), one = told.main;
      if (!touched) return `You made no bet. It is ${one.shown}.`;
      const inside = bet >= one.low && bet <= one.high;
      const off = show(Math.abs(bet - one.mean), false);
      return inside ? `You bet ${show(bet, true)}; it is ${one.shown}. Within the interval.`
        : `You bet ${show(bet, true)}; it is ${one.shown}. Off by ${off}.`;
    };
  }

  /* After the reveal: a slider that walks along the sweep. */
  function walk(section, sweep) {
    const svg = section.querySelector("svg"), input = section.querySelector("input");
    const chart = Chart(svg, sweep, around(sweep, []));
    truth(chart, sweep);
    const mark = make("line", { y1: T, y2: H - B, class: "mark" }, svg);
    const dot = make("circle", { r: 6, class: "dot" }, svg);
    const said = section.querySelector("output"), list = section.querySelector("dl");
    function go() {
      const point = sweep.points[Number(input.value)];
      mark.setAttribute("x1", chart.x(point.value));
      mark.setAttribute("x2", chart.x(point.value));
      dot.setAttribute("cx", chart.x(point.value));
      dot.setAttribute("cy", chart.y(point.mean));
      input.setAttribute("aria-valuetext", point.label);
      said.textContent = point.told;
      list.replaceChildren();
      point.arms.forEach((arm) => {
        const name = document.createElement("dt"), value = document.createElement("dd");
        name.textContent = arm[0];
        value.textContent = arm[1];
        list.append(name, value);
      });
    }
    input.addEventListener("input", go);
    go();
  }

  let revealed = false;
  const curve = root.querySelector("#bet-curve"), number = root.querySelector("#bet-number");
  const settle = curve ? drawBet(curve, data.sweeps[0])
    : numberBet(number, root.querySelector("#bet-said"), root.querySelector("#bet-ends"));
  /* What is true may come only now: the page is not told before the bet. */
  return function (told) {
    revealed = true;
    root.querySelectorAll("[data-sweep]").forEach((section) => {
      walk(section, told.sweeps[Number(section.dataset.sweep)]);
    });
    return settle(told);
  };
};
(function () {
  const own = document.getElementById("lesson");
  if (!own) return;
  const data = JSON.parse(own.textContent), settle = window.relsimLesson(data, document);
  const answer = document.getElementById("answer");
  answer.hidden = true;
  const button = document.getElementById("reveal");
  button.hidden = false;
  button.addEventListener("click", () => {
    button.hidden = true;
    document.getElementById("score").textContent = settle(data);
    answer.hidden = false;
    answer.focus();
  });
})();
