/** Points of a figure by keyboard: left and right along a series, up and down to another one; each is read out, and Enter takes it. */

const KEYS = /** @type {Record<string, [number, number]>} */ ({
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
});

export class PointWalk {
  #series = 0;
  #point = -1;
  /** @type {import("./figure-library.js").Plotly} */
  #library = null;

  /** @param {import("./plot-figure.js").PlotFigure} figure */
  constructor(figure) {
    this.figure = figure;
    figure.host.addEventListener("keydown", (event) => this.#key(event));
    figure.host.addEventListener("blur", () => this.#leave());
  }

  /** @param {import("./figure-library.js").Plotly} library that has drawn the figure */
  begin(library) {
    this.#library = library;
  }

  /** The places of the traces that can be read out. */
  get #walked() {
    const { data } = this.figure.figure ?? { data: [] };
    return data.flatMap((trace, place) => (trace.hovertext?.length ? [place] : []));
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (!this.#library || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") return this.figure.pressed(null) ? undefined : this.#leave();
    if (event.key === "Enter") return this.#take();
    const move =
      KEYS[event.key] ?? (event.key === "Home" ? [0, -Infinity] : event.key === "End" ? [0, Infinity] : null);
    const walked = this.#walked;
    if (!move || walked.length === 0) return;
    event.preventDefault();
    this.#series = Math.min(Math.max(this.#series + move[0], 0), walked.length - 1);
    const trace = /** @type {any} */ (this.figure.figure).data[walked[this.#series]];
    this.#point = Math.min(Math.max(this.#point + move[1], 0), trace.hovertext.length - 1);
    this.#library.Fx.hover(this.figure.host, [{ curveNumber: walked[this.#series], pointNumber: this.#point }]);
    this.figure.said.textContent = trace.hovertext[this.#point]
      .replaceAll("<br>", ", ")
      .replaceAll("&lt;", "<")
      .replaceAll("&gt;", ">")
      .replaceAll("&amp;", "&");
  }

  #take() {
    if (this.#point < 0) return;
    const trace = this.figure.figure?.data[this.#walked[this.#series]];
    if (trace) this.figure.pressed({ label: trace.legendgroup, x: trace.x[this.#point] });
  }

  #leave() {
    if (this.#library && this.#point >= 0) this.#library.Fx.unhover(this.figure.host);
    this.#point = -1;
    this.figure.said.textContent = "";
  }
}
