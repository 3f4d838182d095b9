// Draws the charts in the colours of the day or of the night, and on paper always in the day's.
(function () {
  "use strict";
  const night = window.matchMedia("(prefers-color-scheme: dark)");
  const colours = Object.entries(JSON.parse(document.getElementById("night").textContent));
  const places = Array.from(document.querySelectorAll(".chart"));
  const paper = 670; // pixels: what an A4 page holds between its margins

  function figure(place, dark) {
    let text = document.getElementById(place.id + "-data").textContent;
    if (dark) {
      // All colours at once: one of the night's may be another one of the day's.
      const swap = new Map(colours);
      text = text.replace(/#[0-9a-f]{6}/g, function (one) { return swap.get(one) || one; });
    }
    return JSON.parse(text);
  }

  function narrow(layout) {
    layout.font.size = 12;
    layout.margin.l = Math.min(layout.margin.l, 150);
    if (layout.meta) {
      layout.margin.r = layout.meta.right;
      layout.meta.labels.forEach(function (label, place) {
        layout.annotations[place].text = label;
      });
    }
    if (layout.xaxis.dtick) { layout.xaxis.dtick *= 2; }
    layout.xaxis.nticks = 5;
    return layout;
  }

  function draw(dark, width) {
    places.forEach(function (place) {
      const drawn = figure(place, dark);
      if (width) {
        drawn.layout.width = width;
        // Two charts on a page, where rows of marks leave room for that.
        const most = drawn.layout.meta ? 330 : 430;
        drawn.layout.height = Math.min(drawn.layout.height, most);
      } else if (place.clientWidth < 560) {
        narrow(drawn.layout);
      }
      const settings = { displayModeBar: false, responsive: true };
      window.Plotly.react(place, drawn.data, drawn.layout, settings);
    });
  }

  function screen() { draw(night.matches, 0); }

  screen();
  night.addEventListener("change", screen);
  window.addEventListener("beforeprint", function () { draw(false, paper); });
  window.addEventListener("afterprint", screen);
}());
