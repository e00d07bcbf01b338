// Draws the figures of Plotly in the colours of the stylesheet, and again when the theme or the width changes.
"use strict";
(() => {
  const draw = () => {
    const style = getComputedStyle(document.documentElement);
    const probe = document.createElement("span");
    document.body.append(probe);
    const token = (name) => { probe.style.color = `var(--${name})`; return getComputedStyle(probe).color; };
    const ink = token("ink-2"), line = token("line");
    const colours = ["accent", "hold", "allow", "refuse", "allow_with_conditions", "ink-3"].map(token);
    document.querySelectorAll("[data-chart]").forEach((place) => {
      const figure = JSON.parse(document.getElementById(place.dataset.chart).textContent);
      const axis = { gridcolor: line, linecolor: line, zerolinecolor: line, automargin: true };
      const layout = { colorway: colours, paper_bgcolor: "transparent", plot_bgcolor: "transparent", font: { color: ink, family: style.getPropertyValue("--sans"), size: 12 }, margin: { t: 24, r: 12, b: 36, l: 44 }, height: Number(place.dataset.height), ...figure.layout };
      for (const name of Object.keys(layout).filter((each) => /^[xy]axis/.test(each)).concat("xaxis", "yaxis")) layout[name] = { ...axis, ...layout[name] };
      delete layout.template;
      window.Plotly.react(place, figure.data, layout, { displaylogo: false, responsive: true, displayModeBar: "hover", modeBarButtonsToRemove: ["lasso2d", "select2d", "autoScale2d"] });
    });
    probe.remove();
  };
  draw();
  new MutationObserver(draw).observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
})();
