/** Runs before a page's own scripts and writes down which workers it starts and what it asks of them. */

{
  window.spied = { workers: [], asked: [] };
  const Started = Worker;
  window.Worker = class extends Started {
    constructor(url, options) {
      super(url, options);
      window.spied.workers.push({ at: performance.now(), url: String(url) });
    }
  };
  const post = MessagePort.prototype.postMessage;
  MessagePort.prototype.postMessage = function (message, ...rest) {
    const { method, params } = message ?? {};
    if (typeof method === "string") window.spied.asked.push({ method: params?.method ?? method, args: params?.args ?? null });
    return post.call(this, message, ...rest);
  };
}
