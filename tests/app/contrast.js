// Letters that stand out too little from what lies behind them: by WCAG 2, below 4.5 to 1.
() => {
  const parts = (text) => text.match(/[\d.]+/g).map(Number);
  const bright = (rgb) => {
    const [r, g, b] = rgb.map((one) => {
      one /= 255;
      return one <= 0.03928 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = (one) => {
    for (; one; one = one.parentElement) {
      const found = parts(getComputedStyle(one).backgroundColor);
      if (found.length < 4 || found[3] === 1) { return found.slice(0, 3); }
    }
    return [255, 255, 255];
  };
  const weak = [];
  for (const one of document.querySelectorAll(".relsim *, .class *")) {
    const says = [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    // What is disabled may be faint; a chart has a test of its own.
    if (!says || one.closest("svg, .unseen, :disabled, option") || !one.offsetParent) { continue; }
    const letters = bright(parts(getComputedStyle(one).color).slice(0, 3));
    const paper = bright(ground(one));
    const ratio = (Math.max(letters, paper) + 0.05) / (Math.min(letters, paper) + 0.05);
    if (ratio < 4.5) { weak.push(`${one.className} ${one.innerText.slice(0, 30)} ${ratio}`); }
  }
  return weak;
}
