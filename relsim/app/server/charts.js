// What every chart of the page needs: the program that draws, loaded once, and the colours in force.
window.relsimCharts = (function (given) {
  "use strict";
  const night = JSON.parse(given.night);
  const scheme = window.matchMedia("(prefers-color-scheme: dark)");
  let program = null;
  return {
    address: given.program,
    load: function () {
      program = program || new Promise((ready, failed) => {
        const script = document.createElement("script");
        script.src = given.program;
        script.onload = () => ready(window.Plotly);
        script.onerror = failed;
        document.head.appendChild(script);
      });
      return program;
    },
    dark: function () {
      const chosen = document.documentElement.getAttribute("data-theme");
      return chosen ? chosen === "dark" : scheme.matches;
    },
    tone: function (colour) { return night[colour] || colour; },
    // All colours at once: one of the night's may be another one of the day's.
    figure: function (text, dark) { return JSON.parse(dark ? text.replace(/#[0-9a-f]{6}/g, this.tone) : text); }
  };
}(document.currentScript.dataset));
