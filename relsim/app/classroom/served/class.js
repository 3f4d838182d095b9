"use strict";
/* A class's pages: a phone, the board, and the board with what leads it. Texts are set as text. */
(function () {
  const role = document.body.dataset.role;
  const game = window.relsimGame({ make, draw, frame, width, tell });
  const given = JSON.parse(document.getElementById("given").textContent);
  const stage = document.getElementById("stage");
  const NS = "http://www.w3.org/2000/svg";
  const PLACE = "/class", SPOKEN = `?language=${given.language}`;

  function make(name, attributes, ...inside) {
    const node = document.createElement(name);
    for (const key in attributes || {}) {
      if (key.startsWith("on")) node.addEventListener(key.slice(2), attributes[key]);
      else if (attributes[key] !== false && attributes[key] !== null) node.setAttribute(key, attributes[key] === true ? "" : attributes[key]);
    }
    node.append(...inside.filter((one) => one !== null && one !== undefined && one !== false));
    return node;
  }
  function draw(name, attributes, parent, words) {
    const node = document.createElementNS(NS, name);
    for (const key in attributes) node.setAttribute(key, attributes[key]);
    if (words !== undefined) node.textContent = words;
    parent.appendChild(node);
    return node;
  }

  async function tell(where, said) {
    try {
      const answer = await fetch(`${PLACE}/${where}${SPOKEN}`, { method: "POST", body: JSON.stringify(said) });
      const told = await answer.json().catch(() => ({}));
      return answer.ok ? told : { problem: told.problem || "The server refused this. Load the page again." };
    } catch (error) { return { problem: "The server does not answer. Try again in a moment." }; }
  }

  /* A number as relsim writes it: the question says how. */
  function show(asked, value, signed) {
    const f = asked.format;
    const text = (f.scale * Math.abs(value)).toLocaleString("en", { minimumFractionDigits: f.decimals, maximumFractionDigits: f.decimals });
    const nothing = !Number(text.replace(/,/g, ""));
    return (nothing ? "" : value < 0 ? "−" : signed && f.signed ? "+" : "") + f.prefix + text + f.suffix;
  }
  function middle(numbers) {
    const sorted = [...numbers].sort((a, b) => a - b), half = sorted.length / 2;
    return sorted.length % 2 ? sorted[Math.floor(half)] : (sorted[half - 1] + sorted[half]) / 2;
  }
  function ticks(low, high, most) {
    const rough = (high - low) / most, power = Math.pow(10, Math.floor(Math.log10(rough)));
    const step = [1, 2, 5, 10].map((one) => one * power).find((one) => one >= rough * 0.999);
    const found = [];
    for (let place = Math.ceil(low / step - 1e-6); place * step <= high + step * 1e-6; place += 1) found.push(place * step);
    return found;
  }
  /* Where a chart ends. Before the reveal its scale is that of all claims of this kind, so that it
     gives nothing away; afterwards it fits what was found, what was bet and what would matter. */
  function ends(asked, bets, mine) {
    if (!asked.found) return [asked.low, asked.high];
    const least = asked.smallest || asked.step, found = asked.found.flatMap((one) => [one.low, one.high]);
    const values = [...found, ...bets.flat(), ...(mine || []), least, asked.low < 0 ? -least : 0];
    const low = Math.min(...values), high = Math.max(...values), air = (high - low) * 0.08;
    return [low < 0 ? low - air : 0, high + air];
  }

  /* Letters keep their size: on a phone a chart has fewer units to a line. */
  const [W, H, LEFT, R, T, B] = window.innerWidth < 600 ? [390, 280, 72, 26, 12, 46] : [900, 400, 112, 28, 16, 56];
  function width(text) {
    return [...text].reduce((sum, one) => sum + (one > "\u2e80" ? 15 : 8), 0);
  }
  function frame(label) {
    const svg = document.createElementNS(NS, "svg");
    svg.setAttribute("viewBox", `0 0 ${W} ${H}`);
    svg.setAttribute("role", "img");
    svg.setAttribute("aria-label", label);
    return svg;
  }
  /* Bets along a sweep as curves, the truth over them once it is known. */
  function curves(asked, bets, mine) {
    const labels = asked.along.labels, [low, high] = ends(asked, bets, mine), last = labels.length - 1;
    const L = Math.max(LEFT, ...ticks(low, high, 5).map((value) => width(show(asked, value, true)) + 14));
    const svg = frame(asked.found ? `Bets along ${asked.along.name}, and what is true` : `Bets along ${asked.along.name}`);
    const x = (place) => L + (place / last) * (W - L - R);
    const y = (value) => H - B - ((value - low) / (high - low)) * (H - T - B);
    const line = (values) => values.map((value, place) => `${x(place)},${y(value)}`).join(" ");
    ticks(low, high, 5).forEach((value) => {
      draw("line", { x1: L, x2: W - R, y1: y(value), y2: y(value), class: value ? "grid" : "zero" }, svg);
      draw("text", { x: L - 10, y: y(value) + 5, "text-anchor": "end" }, svg, show(asked, value, true));
    });
    labels.forEach((label, place) => draw("text", { x: x(place), y: H - B + 22, "text-anchor": "middle" }, svg, label));
    draw("text", { x: (L + W - R) / 2, y: H - 8, "text-anchor": "middle" }, svg, asked.along.name);
    bets.forEach((bet) => draw("polyline", { points: line(bet), class: "bets" }, svg));
    const bold = mine || (bets.length ? labels.map((label, place) => middle(bets.map((bet) => bet[place]))) : null);
    if (bold) draw("polyline", { points: line(bold), class: mine ? "mine" : "middle" }, svg);
    if (asked.found) {
      const upper = asked.found.map((one, place) => `${x(place)},${y(one.high)}`);
      const lower = asked.found.map((one, place) => `${x(place)},${y(one.low)}`).reverse();
      draw("polygon", { points: upper.concat(lower).join(" "), class: "band" }, svg);
      draw("polyline", { points: line(asked.found.map((one) => one.mean)), class: "truth" }, svg);
      asked.found.forEach((one, place) => draw("circle", { cx: x(place), cy: y(one.mean), r: 6, class: "dot" }, svg));
    }
    return svg;
  }
  /* Bets on one number as a histogram, the truth and its interval over it. */
  function histogram(asked, bets, mine) {
    const [low, high] = ends(asked, bets, mine), L = LEFT;
    const bins = Math.max(1, Math.min(20, Math.floor((high - low) / asked.step))), bin_width = (high - low) / bins;
    const svg = frame(asked.found ? "How many bet what, and what is true" : "How many bet what");
    const counts = new Array(bins).fill(0);
    bets.forEach((bet) => { counts[Math.max(0, Math.min(bins - 1, Math.floor((bet[0] - low) / bin_width)))] += 1; });
    const most = Math.max(1, ...counts);
    const x = (value) => L + ((value - low) / (high - low)) * (W - L - R);
    const y = (count) => H - B - (count / most) * (H - T - B - 34);
    ticks(low, high, 4).forEach((value) => {
      draw("line", { x1: x(value), x2: x(value), y1: T + 24, y2: H - B, class: value ? "grid" : "zero" }, svg);
      draw("text", { x: x(value), y: H - B + 22, "text-anchor": "middle" }, svg, show(asked, value, true));
    });
    draw("text", { x: L - 10, y: y(most) + 5, "text-anchor": "end" }, svg, bets.length ? counted(most) : "");
    draw("text", { x: (L + W - R) / 2, y: H - 8, "text-anchor": "middle" }, svg, asked.effect);
    counts.forEach((count, bin) => {
      if (count) draw("rect", { x: x(low + bin * bin_width) + 1, width: (W - L - R) / bins - 2, y: y(count), height: H - B - y(count), class: "heap" }, svg);
    });
    if (mine) draw("line", { x1: x(mine[0]), x2: x(mine[0]), y1: T + 24, y2: H - B, class: "mine" }, svg);
    if (asked.found) {
      const one = asked.found[0], left = x(one.low), right = x(one.high);
      draw("rect", { x: left, width: Math.max(2, right - left), y: T + 24, height: H - B - T - 24, class: "band" }, svg);
      draw("line", { x1: x(one.mean), x2: x(one.mean), y1: T + 24, y2: H - B, class: "truth" }, svg);
      draw("text", { x: x(one.mean), y: T + 14, "text-anchor": "middle", class: "word" }, svg, show(asked, one.mean, true));
    }
    return svg;
  }
  const counted = (number) => (number === 1 ? "1 bet" : `${number} bets`);
  const picture = (asked, bets, mine) => make("div", { class: "picture" }, (asked.along ? curves : histogram)(asked, bets, mine));
  function truthSaid(asked) {
    if (!asked.along) return [make("p", { class: "large" }, `It is ${asked.found[0].shown}.`)];
    return [make("details", {}, make("summary", {}, "As numbers"), make("ul", {}, ...asked.found.map((one, place) => make("li", {}, `${asked.along.name} ${asked.along.labels[place]}`, " ", make("strong", {}, one.shown)))))];
  }

  /* A phone: one question, one answer. It is drawn anew when another question stands. */
  let drawn = "";
  function phone(d) {
    const now = d.round, play = d.play;
    const key = JSON.stringify([d.seat === null, d.number, now && now.stage, play && [play.team, play.year, play.over, play.told, play.preparing, play.reports && play.reports.length]]);
    if (key === drawn) { freshen(d); return; }
    drawn = key;
    if (d.seat === null) { stage.replaceChildren(...joining(d)); return; }
    const parts = play ? game.phone(d) : !now ? [make("h1", {}, "You are in."), make("p", {}, "Look at the board: nothing is asked yet.")]
      : now.stage === "bet" ? betting(d) : now.stage === "reveal" || now.stage === "end" ? told(d) : voting(d);
    stage.replaceChildren(...parts, make("p", { class: "seat" }, `Seat ${d.seat} · ${d.name}`));
    freshen(d);
    const head = stage.querySelector("h1");
    if (head) { head.tabIndex = -1; head.focus({ preventScroll: true }); }
  }
  function freshen(d) {
    if (d.play) { game.freshen(d); return; }
    const mine = d.round && d.round.mine[d.round.stage];
    stage.querySelectorAll("[data-vote]").forEach((one) => one.setAttribute("aria-pressed", String(one.dataset.vote === mine)));
  }
  function joining(d) {
    const name = make("input", { type: "text", id: "name", maxlength: 40, autocomplete: "off", required: true });
    const problem = make("p", { class: "problem", role: "alert" });
    const form = make("form", { onsubmit: async (event) => {
      event.preventDefault();
      problem.textContent = (await tell("say", { do: "join", name: name.value })).problem || "";
    } }, make("p", {}, make("label", { for: "name" }, "Your name, as whoever leads the class knows it")), name, make("button", { type: "submit", class: "go" }, "Take a seat"));
    return [make("h1", {}, d.open ? "Take a seat" : "The door is closed"), form, problem,
      make("p", { class: "quiet" }, "Your name and your answers are kept on the computer of who leads the class, for them; nobody else sees them by name. This phone keeps one cookie: the number of a seat.")];
  }
  async function answer(d, what, status) {
    status.classList.remove("problem");
    status.textContent = "…";
    const told = await tell("say", { do: "answer", stage: d.round.stage, round: d.number, what: what });
    if (told.problem) { status.classList.add("problem"); status.textContent = told.problem; return; }
    status.textContent = d.round.stage === "bet" ? "Your bet stands. You may change it until the reveal." : "Noted. You may change it until the class goes on.";
  }
  function voting(d) {
    const status = make("p", { class: "said", role: "status" });
    return [make("h1", {}, d.round.sentence), make("p", {}, d.round.stage === "before" ? "What do you think?" : "And now, after the reveal?"),
      make("div", { class: "votes", role: "group", "aria-label": "Your answer" }, ...Object.entries(given.votes).map(([vote, title]) =>
        make("button", { type: "button", "data-vote": vote, "aria-pressed": "false", onclick: () => answer(d, vote, status) }, title))), status];
  }
  function betting(d) {
    const asked = d.round, before = asked.mine.bet;
    const status = make("p", { class: "said", role: "status" }, before ? "Your bet stands. You may change it until the reveal." : "");
    const labels = asked.along ? asked.along.labels : [""];
    const bets = labels.map((label, place) => (before ? before[place] : 0));
    const preview = make("div", {});
    const redraw = () => { if (asked.along) preview.replaceChildren(picture(asked, [], bets)); };
    const rows = labels.map((label, place) => {
      const output = make("output", {}, show(asked, bets[place], true));
      const slider = make("input", { type: "range", min: asked.low, max: asked.high, step: asked.step, "aria-label": asked.along ? `Your bet: ${asked.along.name} ${label}` : "Your bet", oninput: (event) => {
        bets[place] = Number(event.target.value);
        output.textContent = show(asked, bets[place], true);
        event.target.setAttribute("aria-valuetext", output.textContent);
        redraw();
      } });
      slider.value = bets[place];
      const ends = make("div", { class: "ends", "aria-hidden": "true" }, ...[asked.low, (asked.low + asked.high) / 2, asked.high].map((value) => make("span", {}, show(asked, value, true))));
      return make("div", { class: "row" }, make("span", {}, label || "Your bet"), output, slider, !asked.along && ends);
    });
    redraw();
    return [make("h1", {}, asked.sentence), make("p", {}, make("strong", {}, asked.bet)), preview, asked.along && make("p", { class: "quiet" }, asked.along.name), ...rows, status,
      make("button", { type: "button", class: "go", onclick: () => answer(d, bets, status) }, "Place the bet"), measured(asked)].filter(Boolean);
  }
  const voted = (vote) => given.votes[vote] || "nothing at all";
  function told(d) {
    const asked = d.round, mine = asked.mine.bet;
    const parts = [make("h1", {}, asked.sentence)];
    if (asked.stage === "end") parts.push(make("p", {}, make("strong", {}, `Verdict: ${asked.verdict}.`), " ", asked.meaning),
      make("p", {}, `You said before: ${voted(asked.mine.before)}. After: ${voted(asked.mine.after)}.`));
    parts.push(make("p", {}, asked.bet));
    if (mine && !asked.along) parts.push(make("p", {}, `You bet ${show(asked, mine[0], true)}.`));
    parts.push(picture(asked, [], mine), make("p", { class: "quiet" }, mine ? "Dashed: your bet. Solid, with its 95 % interval: what was found." : "You placed no bet. Solid, with its 95 % interval: what was found."), ...truthSaid(asked));
    if (asked.code) parts.push(make("p", {}, "Your code to hand in, made from your seat and your bet:"), make("p", { class: "code" }, asked.code));
    return parts;
  }

  /* The board: a question, how many answered, then what they said with the truth over it. */
  const ASKED = { before: "have said what they think", bet: "have bet", after: "have said what they think now" };
  const measured = (asked) => make("details", {}, make("summary", {}, "What exactly is measured"), make("p", {}, asked.asked));
  function entering(wide) {
    const e = given.enter, square = document.createElementNS(NS, "svg");
    if (e.square) {
      for (const [key, value] of Object.entries({ viewBox: `0 0 ${e.square.size} ${e.square.size}`, role: "img", "aria-label": "The way in as a QR code", "shape-rendering": "crispEdges" })) square.setAttribute(key, value);
      draw("path", { d: e.square.path, fill: "#000" }, square);
    }
    return make("aside", { class: `enter${wide ? " wide" : ""}` }, wide && make("h1", {}, "Come in"), wide && make("p", { class: "how" }, e.square ? "With a phone: photograph the square, or open the address and type the code." : "With a phone: open the address and type the code."), e.square && square, make("p", { class: "address" }, e.address), make("p", { class: "code" }, e.code));
  }
  function board(d) {
    const now = d.round, parts = [];
    if (d.play) {
      stage.firstChild.replaceChildren(make("div", { class: "said-now" }, ...game.board(d.play)), entering(false));
      return;
    }
    if (d.preparing) parts.push(make("p", { class: "large", role: "status" }, `Living through a few worlds: ${d.preparing} …`));
    if (!now) {
      stage.firstChild.replaceChildren(entering(true), make("p", { class: "count enter wide", role: "status" }, d.seats === 1 ? "1 is in" : `${d.seats} are in`), ...parts);
      return;
    }
    parts.push(make("h1", {}, now.sentence));
    if (now.stage in ASKED) {
      if (now.stage === "bet") parts.push(make("p", { class: "large" }, make("strong", {}, now.bet)), make("p", { class: "quiet" }, now.asked));
      else parts.push(make("p", { class: "large" }, Object.values(given.votes).join("  ·  ")));
      if (now.stage === "after") parts.push(picture(now, now.bets));
      parts.push(make("p", { class: "large", role: "status" }, make("span", { class: "count" }, `${now.answered} of ${d.seats}`), " ", ASKED[now.stage]));
    } else {
      if (now.stage === "end") parts.push(make("p", { class: "large" }, make("strong", {}, `Verdict: ${now.verdict}.`), " ", now.meaning), tally(now.votes), make("ul", { class: "large" }, ...now.questions.map((one) => make("li", {}, one))));
      else parts.push(make("p", { class: "asked" }, make("strong", {}, now.bet)), make("p", { class: "asked" }, now.along ? `Blue, with its 95 % interval: what was found. Orange: ${counted(now.bets.length)}, dashed the middle one.` : `Blue, with its 95 % interval: what was found. Orange: ${counted(now.bets.length)}.`), picture(now, now.bets), ...truthSaid(now));
    }
    stage.firstChild.replaceChildren(make("div", { class: "said-now" }, ...parts), entering(false));
  }
  function tally(votes) {
    const most = Math.max(1, ...votes.flatMap((one) => [one.before, one.after]));
    return make("div", { class: "tally", role: "group", "aria-label": "Before and after" }, ...votes.flatMap((one) => ["before", "after"].flatMap((when) => {
      const bar = make("i", { class: when });
      bar.style.width = `${(100 * one[when]) / most}%`;
      return [make("span", {}, when === "before" ? `${one.title}, before` : `${one.title}, after`), bar, make("strong", {}, String(one[when]))];
    })));
  }

  /* What leads: made once, then kept, so that nothing is lost from under a hand. */
  const STEPS = { bet: "Bets, please", reveal: "Reveal", after: "Ask once more", end: "Before and after" };
  let lead = null, latest = null;
  function leading() {
    const problem = make("span", { class: "problem", role: "alert" });
    const led = async (said) => { const told = await tell("led", said); problem.textContent = told.problem || ""; return told; };
    const choice = make("select", { "aria-label": "A claim to ask" }, ...given.claims.map((one) => make("option", { value: one.name }, one.sentence)));
    const next = make("button", { type: "button", class: "go", onclick: () => led({ do: "go", stage: latest.next, round: latest.number }) });
    const markets = make("select", { "aria-label": "A market to play in" }, ...given.markets.map(([name, title]) => make("option", { value: name }, title)));
    markets.value = "insurance";
    const teams = make("input", { type: "number", min: 1, max: 8, value: 4 }), years = make("input", { type: "number", min: 1, max: 20, value: 10 });
    const begin = make("form", { class: "sheet", onsubmit: (event) => {
      event.preventDefault();
      if (latest.game && !window.confirm("Begin a new game and forget the one there is?")) return;
      event.target.parentElement.open = false;
      led({ do: "begin", market: markets.value, teams: Number(teams.value), years: Number(years.value) });
    } }, markets, make("label", {}, "Teams (one plays against rivals that answer)", " ", teams), make("label", {}, "Years", " ", years), make("button", { type: "submit", class: "go" }, "Begin a game"));
    const again = make("button", { type: "button", onclick: () => led({ do: "show" }) }, "Back to the game");
    begin.append(again);
    const step = make("button", { type: "button", class: "go", onclick: () => led({ do: latest.step, year: latest.play.year }) });
    const people = make("table", { class: "people" });
    const door = make("button", { type: "button", onclick: () => led({ do: "door", open: !latest.open }) });
    const code = make("input", { type: "text", maxlength: 20 });
    const found = make("p", { role: "status" });
    const forget = make("button", { type: "button", onclick: () => { if (window.confirm("Forget everybody and all that was said?")) led({ do: "forget" }); } }, "Forget the class");
    const bar = make("nav", { class: "tools-of-lead", "aria-label": "Lead the class" }, step, next, choice, make("button", { type: "button", onclick: () => led({ do: "ask", claim: choice.value }) }, "Ask this"),
      make("details", { name: "sheet" }, make("summary", {}, "Game"), begin),
      make("details", { name: "sheet" }, make("summary", {}, "People"), make("div", { class: "sheet" }, make("a", { href: `${PLACE}/answers.csv`, download: "" }, "Bets and names as CSV"),
        make("form", { onsubmit: async (event) => { event.preventDefault(); found.textContent = (await led({ do: "find", code: code.value })).told || ""; } }, make("label", {}, "Whose code is this?", " ", code), make("button", { type: "submit" }, "Look")), found, door, forget, people)),
      make("a", { href: "/" }, "The market itself"), problem);
    stage.append(bar);
    return { next, step, again, people, door, problem, led };
  }
  function led(d) {
    latest = d;
    lead = lead || leading();
    board(d);
    lead.next.hidden = !d.next || Boolean(d.play);
    lead.step.hidden = !d.step;
    lead.step.textContent = d.step === "debrief" ? "Tell all" : d.play ? `Live through year ${d.play.year}` : "";
    lead.again.hidden = !d.game || Boolean(d.play);
    lead.next.textContent = STEPS[d.next] || "";
    lead.door.textContent = d.open ? "Close the door to newcomers" : "Open the door";
    if (d.trouble) lead.problem.textContent = d.trouble;
    lead.people.replaceChildren(...d.people.map((one) => make("tr", {}, make("td", {}, String(one.seat)), make("td", {}, one.name), make("td", {}, one.answered ? "has answered" : ""),
      make("td", {}, make("button", { type: "button", "aria-label": `Free the seat of ${one.name}`, onclick: () => lead.led({ do: "free", seat: one.seat }) }, "×")))));
  }

  if (role !== "phone") {
    stage.append(make("main", { id: "outcome" }));
    let kept = null;
    try { kept = localStorage.getItem("relsim-colours"); } catch (error) { kept = null; }
    if (kept === "light" || kept === "dark") document.documentElement.setAttribute("data-theme", kept);
  }
  const lost = document.getElementById("lost");
  function lose(gone) {
    lost.hidden = !gone;
    /* What would be led is not what stands there. */
    document.querySelectorAll("button.go").forEach((one) => { one.disabled = gone; });
  }
  function listen() {
    const stream = new EventSource(`${PLACE}/told/${role}${SPOKEN}`);
    stream.onmessage = (event) => { lose(false); ({ phone: phone, board: board, lead: led })[role](JSON.parse(event.data)); };
    stream.onerror = () => {
      lose(true);
      // Refused for now, such as by a server that begins: a browser would not ask again.
      if (stream.readyState === EventSource.CLOSED) setTimeout(listen, 3000);
    };
  }
  listen();
})();
