"use strict";
/* The game's part of a class's pages: what a team sets and is told, and what stands on the board. */
window.relsimGame = function ({ make, draw, frame, width, tell }) {
  /* A lever's value as relsim writes it; what ends in zeros is cut, but for money. */
  function show(lever, value) {
    const u = lever.unit, money = u.scale === 1 && u.prefix;
    const text = (u.scale * value).toLocaleString("en", { minimumFractionDigits: money ? u.decimals : 0, maximumFractionDigits: u.decimals });
    return u.prefix + text + u.suffix;
  }

  /* What a lever costs: on the line between two values of the list. The server counts again. */
  function costOf(lever, value) {
    const xs = lever.values, ys = lever.costs;
    if (!xs.length) return 0;
    let at = xs.findIndex((one) => one > value);
    at = at < 0 ? xs.length - 1 : Math.max(1, at);
    return ys[at - 1] + ((value - xs[at - 1]) / (xs[at] - xs[at - 1])) * (ys[at] - ys[at - 1]);
  }

  let taken = new Map();
  function phone(d) {
    const play = d.play;
    if (!play.team) {
      const status = make("p", { class: "problem", role: "alert" });
      let wanted = "";
      const word = make("input", { type: "text", id: "word", maxlength: 12, autocomplete: "off", autocapitalize: "characters" });
      const join = async () => {
        status.textContent = (await tell("say", { do: "team", team: wanted, word: word.value })).problem || "";
      };
      const choose = (team) => {
        wanted = team;
        asking.hidden = !taken.get(team);
        if (asking.hidden) join();
        else word.focus();
      };
      const asking = make("form", { hidden: true, onsubmit: (event) => { event.preventDefault(); join(); } },
        make("label", { for: "word" }, "Somebody is in this team. Type the word that stands on their phones"), word, make("button", { type: "submit", class: "go" }, "Join"));
      return [make("h1", {}, "Choose your team"), make("div", { class: "votes", role: "group", "aria-label": "Teams" }, ...play.teams.map(([team]) =>
        make("button", { type: "button", onclick: () => choose(team) }, team))), status, asking];
    }
    const head = play.over ? `Team ${play.team}: the game is over` : `Team ${play.team}, year ${play.year} of ${play.years}`;
    const parts = [make("h1", {}, head), make("p", { class: "quiet" }, "The word that lets others into your team: ", make("strong", {}, play.word))];
    if (play.preparing) parts.push(make("p", {}, play.told ? "The other pasts are lived through …" : "The year goes by …"));
    parts.push(...books(play));
    if (!play.over && !play.preparing) parts.push(...deciding(d));
    else if (play.told) parts.push(make("p", {}, "Look at the board: who won, and what else you could have had."));
    return parts;
  }

  function books(play) {
    const reports = play.reports;
    if (!reports.length) return [make("p", {}, "Your firm is like every other one, and whoever has earned most at the end wins. What will you do differently?")];
    const last = reports[reports.length - 1], before = reports.length > 1 ? new Map(reports[0].books) : null;
    const cells = last.books.map(([name, text]) => make("tr", {}, make("th", { scope: "row" }, name), make("td", {}, text), before && make("td", { class: "quiet" }, before.get(name) || "")));
    const top = make("tr", {}, make("th", {}, "Your books"), make("th", { scope: "col" }, `year ${last.year}`), before && make("th", { scope: "col" }, `year ${reports[0].year}`));
    const found = [make("table", { class: "books" }, make("thead", {}, top), make("tbody", {}, ...cells))];
    found.push(last.research.length
      ? make("table", { class: "books" }, make("thead", {}, make("tr", {}, make("th", {}, "What your research found"), make("th", {}, `year ${last.year}`))), make("tbody", {}, ...last.research.map(([name, text]) => make("tr", {}, make("th", { scope: "row" }, name), make("td", {}, text)))))
      : !play.over && make("p", { class: "quiet" }, "How customers feel, why they left and what rivals hold is in no book: ask for research next year."));
    return found.filter(Boolean);
  }

  function deciding(d) {
    const play = d.play, values = Object.fromEntries(play.levers.map((one) => [one.name, one.value]));
    const money = (amount) => `${play.currency}${amount.toFixed(2)}`;
    const cost = make("output", {}), meter = make("meter", { min: 0, max: play.budget, "aria-label": "Part of the budget that is planned" });
    const research = make("input", { type: "checkbox", onchange: count });
    research.checked = play.research;
    const status = make("p", { class: "said", role: "status" });
    const go = make("button", { type: "button", class: "go", onclick: send }, "Decide");
    function count() {
      const sum = play.levers.reduce((so_far, one) => so_far + costOf(one, values[one.name]), 0) + (research.checked ? play.research_costs : 0);
      meter.value = Math.min(sum, play.budget);
      cost.textContent = `${money(sum)} of ${money(play.budget)} per customer and month`;
      cost.classList.toggle("problem", sum > play.budget + 1e-9);
    }
    async function send() {
      status.classList.remove("problem");
      const told = await tell("say", { do: "plan", year: play.year, levers: values, research: research.checked });
      status.classList.toggle("problem", Boolean(told.problem));
      status.textContent = told.problem || "Your team has decided. The last word before the year begins counts.";
    }
    const rows = play.levers.map((one) => {
      const output = make("output", {}, show(one, one.value));
      const slider = make("input", { type: "range", min: one.low, max: one.high, step: one.step, "aria-label": one.label, "aria-valuetext": show(one, one.value), title: one.meaning, oninput: (event) => {
        values[one.name] = Math.min(one.high, Math.max(one.low, Number(event.target.value)));
        output.textContent = show(one, values[one.name]);
        event.target.setAttribute("aria-valuetext", output.textContent);
        count();
      } });
      slider.value = one.value;
      return make("div", { class: "row", title: one.meaning }, make("span", {}, one.label), output, slider, make("small", { class: "meaning" }, one.meaning));
    });
    count();
    return [make("h2", {}, "Your decision"), ...rows, make("label", { class: "line" }, research, " ", `Market research (${money(play.research_costs)})`), make("div", { class: "budget" }, meter, cost), status, go, make("p", { class: "quiet mates", role: "status" })];
  }

  function freshen(d) {
    if (!d.play.team) taken = new Map(d.play.teams);
    const mates = document.querySelector(".mates");
    if (mates) mates.textContent = d.play.planned ? "Your team has a plan for this year." : "Your team has not decided yet: what is not decided stays as it is.";
  }

  const nobody = "nobody yet";

  function board(play) {
    if (play.debrief) return told(play.debrief);
    const most = Math.max(1, ...play.teams.map((one) => Math.abs(one.profit)));
    const head = play.preparing ? `${play.preparing} …` : play.over ? "The game is over." : `Year ${play.year} of ${play.years}: what do you do?`;
    const rows = play.teams.flatMap((one) => {
      const bar = make("i", { class: "after" });
      bar.style.width = `${(100 * Math.max(0, one.profit)) / most}%`;
      bar.style.background = one.colour;
      const there = !one.members ? nobody : one.members === 1 ? "1 phone" : `${one.members} phones`;
      const who = make("span", {}, make("strong", {}, one.name), " ", one.planned ? `${there}, has decided` : there);
      return [who, bar, make("strong", {}, one.shown)];
    });
    return [make("p", { class: "large" }, play.market), make("h1", { role: "status" }, head), make("p", { class: "large" }, play.teams.some((one) => one.shown) ? "Profit so far" : "Each team runs a firm. All begin alike."), make("div", { class: "tally", role: "group", "aria-label": "Teams" }, ...rows)];
  }

  function told(debrief) {
    const tables = debrief.tables.map((one) => make("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": one.title }, make("table", { class: "told" }, make("caption", {}, one.title),
      make("thead", {}, make("tr", {}, ...one.columns.map((name) => make("th", { scope: "col" }, name)))),
      make("tbody", {}, ...one.rows.map(([name, ...cells]) => make("tr", {}, make("th", { scope: "row" }, name), ...cells.map((cell) => make("td", {}, cell))))))));
    return [...debrief.said.map((one) => make("h1", {}, one)), ...tables, lanes(debrief.picture), make("details", {}, make("summary", { class: "large" }, "This customer's whole life"), make("pre", { class: "life", tabindex: "0" }, debrief.life)), ...debrief.notes.map((one) => make("p", { class: "quiet" }, one))];
  }

  /* Two lives of one customer: what a story's picture draws, without the program that draws it there. */
  const MARKS = { x: "×", "circle-x-open": "⊗", "diamond-open": "◇", star: "★", "triangle-down-open": "▽", "triangle-up-open": "△" };
  function lanes(picture) {
    const { data, layout } = picture.figure, W = 1000, H = layout.height, L = 130, R = 20, T = 8, B = 48;
    const [x0, x1] = layout.xaxis.range, [y0, y1] = layout.yaxis.range;
    const x = (value) => L + ((value - x0) / (x1 - x0)) * (W - L - R), y = (value) => H - B - ((value - y0) / (y1 - y0)) * (H - T - B);
    const svg = frame(picture.title);
    svg.setAttribute("viewBox", `0 0 ${W} ${H}`);
    for (let at = 0; at <= x1; at += layout.xaxis.dtick) {
      draw("line", { x1: x(at), x2: x(at), y1: T, y2: H - B, class: "grid" }, svg);
      draw("text", { x: x(at), y: H - B + 18, "text-anchor": "middle" }, svg, String(at));
    }
    draw("text", { x: (L + W - R) / 2, y: H - 8, "text-anchor": "middle" }, svg, picture.across);
    layout.yaxis.tickvals.forEach((at, place) => layout.yaxis.ticktext[place].split("<br>").forEach((part, line) =>
      draw("text", { x: L - 14, y: y(at) + 18 * line - 8, "text-anchor": "end" }, svg, part)));
    data.forEach((one) => (one.mode === "markers"
      ? one.x.forEach((at, place) => draw("text", { x: x(at), y: y(one.y[place]) + 5, "text-anchor": "middle", class: "word" }, svg, MARKS[one.marker.symbol]))
      : pieces(one).forEach((piece) => draw("polyline", { points: piece.map(([at, high]) => `${x(at)},${y(high)}`).join(" "), fill: "none", class: one.line.width > 9 ? "firm" : one.line.dash === "dot" ? "trust" : "felt", stroke: one.line.color }, svg))));
    /* A short stay's name keeps its place; the next one stands behind it. */
    let height = null, free = 0;
    layout.annotations.forEach((one) => {
      const at = one.y === height ? Math.max(x(one.x), free) : x(one.x);
      draw("text", { x: at, y: y(one.y) + 4, class: "word" }, svg, one.text);
      [height, free] = [one.y, at + 1.2 * width(one.text) + 8];
    });
    return make("figure", { class: "picture lanes" }, make("figcaption", {}, make("strong", { class: "large" }, picture.title)), svg, make("p", { class: "quiet" }, picture.legend));
  }
  /* A line is broken where nothing was felt: with no firm. */
  function pieces(one) {
    const found = [[]];
    one.x.forEach((at, place) => { if (one.y[place] === null) found.push([]); else found[found.length - 1].push([at, one.y[place]]); });
    return found.filter((piece) => piece.length > 1);
  }

  return { phone, freshen, board };
};
