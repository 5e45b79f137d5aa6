// What a server reads from the address of the playground, where there is none: runs before the first paint. A classic script.
(() => {
  const root = document.documentElement;
  const base = root.dataset.base ?? "/";
  const here = location.pathname.replace(/\/?$/, "/");
  const query = new URLSearchParams(location.search);
  const playground = [`${base}playground/`, `${base}embed/playground/`].find((page) => here.startsWith(page));
  if (playground === undefined) return;
  if (here === playground) {
    for (const name of ["lesson", "rule"]) {
      const chosen = query.get(name);
      if (chosen && /^[a-z0-9_-]+$/.test(chosen)) {
        query.delete(name);
        const rest = query.size ? `?${query}` : "";
        location.replace(`${playground}${name}/${chosen}/${rest}${location.hash}`);
        return;
      }
    }
  }
  if (query.has("projector")) root.setAttribute("data-projector", "");
  const controls = query.get("controls");
  if (controls !== null)
    root.dataset.controls = controls
      .split(",")
      .map((name) => name.trim())
      .join(" ");
})();
