"use strict";
/* The game's part of a class's pages: what a team sets and is told, and what stands on the board. */
window.relsimGame = function ({ make, tell }) {
  const digits = (step) => Math.max(0, Math.min(4, Math.ceil(-Math.log10(step) - 1e-9)));

  /* What a lever costs: on the line between two values of the list. The server counts again. */
  function costOf(lever, value) {
    const xs = lever.values, ys = lever.costs;
    if (!xs.length) return 0;
    let at = xs.findIndex((one) => one > value);
    at = at < 0 ? xs.length - 1 : Math.max(1, at);
    return ys[at - 1] + ((value - xs[at - 1]) / (xs[at] - xs[at - 1])) * (ys[at] - ys[at - 1]);
  }

  function phone(d) {
    const play = d.play;
    if (!play.team) {
      const status = make("p", { class: "problem", role: "alert" });
      return [make("h1", {}, "Choose your team"), make("div", { class: "votes", role: "group", "aria-label": "Teams" }, ...play.teams.map((team) =>
        make("button", { type: "button", onclick: async () => { status.textContent = (await tell("say", { do: "team", team: team })).problem || ""; } }, team))), status];
    }
    const head = play.over ? `Team ${play.team}: the game is over` : `Team ${play.team}, year ${play.year} of ${play.years}`;
    const parts = [make("h1", {}, head)];
    if (play.preparing) parts.push(make("p", {}, play.told ? "The other pasts are lived through …" : "The year goes by …"));
    parts.push(...books(play));
    if (!play.over && !play.preparing) parts.push(...deciding(d));
    else if (play.told) parts.push(make("p", {}, "Look at the board: who won, and what else you could have had."));
    return parts;
  }

  function books(play) {
    const reports = play.reports;
    if (!reports.length) return [make("p", {}, "Your firm is like every other one. What will you do differently?")];
    const last = reports[reports.length - 1], before = reports.length > 1 ? new Map(reports[0].books) : null;
    const cells = last.books.map(([name, text]) => make("tr", {}, make("th", { scope: "row" }, name), make("td", {}, text), before && make("td", { class: "quiet" }, before.get(name) || "")));
    const top = make("tr", {}, make("th", {}, "Your books"), make("th", { scope: "col" }, `year ${last.year}`), before && make("th", { scope: "col" }, `year ${reports[0].year}`));
    const found = [make("table", { class: "books" }, make("thead", {}, top), make("tbody", {}, ...cells))];
    found.push(last.research.length
      ? make("table", { class: "books" }, make("thead", {}, make("tr", {}, make("th", {}, "What your research found"), make("th", {}, `year ${last.year}`))), make("tbody", {}, ...last.research.map(([name, text]) => make("tr", {}, make("th", { scope: "row" }, name), make("td", {}, text)))))
      : make("p", { class: "quiet" }, "How customers feel, why they left and what rivals hold is in no book: ask for research next year."));
    return found;
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
      const places = digits(one.step), output = make("output", {}, one.value.toFixed(places));
      const slider = make("input", { type: "range", min: one.low, max: one.high, step: one.step, "aria-label": one.label, title: one.meaning, oninput: (event) => {
        values[one.name] = Math.min(one.high, Math.max(one.low, Number(event.target.value)));
        output.textContent = values[one.name].toFixed(places);
        count();
      } });
      slider.value = one.value;
      return make("div", { class: "row", title: one.meaning }, make("span", {}, one.label), output, slider, make("small", { class: "meaning" }, one.meaning));
    });
    count();
    return [make("h2", {}, "Your decision"), ...rows, make("label", { class: "line" }, research, " ", `Market research (${money(play.research_costs)})`), make("div", { class: "budget" }, meter, cost), status, go, make("p", { class: "quiet mates", role: "status" })];
  }

  function freshen(d) {
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
      const who = make("span", {}, make("strong", {}, one.name), " ", one.planned ? `${one.members || nobody}, has decided` : String(one.members || nobody));
      return [who, bar, make("strong", {}, one.shown)];
    });
    return [make("p", { class: "large" }, play.market), make("h1", { role: "status" }, head), make("p", { class: "large" }, play.teams.some((one) => one.shown) ? "Profit so far" : "Each team runs a firm. All begin alike."), make("div", { class: "tally", role: "group", "aria-label": "Teams" }, ...rows)];
  }

  function told(debrief) {
    const tables = debrief.tables.map((one) => make("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": one.title }, make("table", { class: "told" }, make("caption", {}, one.title),
      make("thead", {}, make("tr", {}, ...one.columns.map((name) => make("th", { scope: "col" }, name)))),
      make("tbody", {}, ...one.rows.map(([name, ...cells]) => make("tr", {}, make("th", { scope: "row" }, name), ...cells.map((cell) => make("td", {}, cell))))))));
    return [...debrief.said.map((one) => make("h1", {}, one)), ...tables, make("details", {}, make("summary", { class: "large" }, "This customer's whole life"), make("pre", { class: "life", tabindex: "0" }, debrief.life)), ...debrief.notes.map((one) => make("p", { class: "quiet" }, one))];
  }

  return { phone, freshen, board };
};
