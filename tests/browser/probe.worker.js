/** A worker under the workers' policy that says which of the addresses it is sent it can fetch. */

self.onmessage = async ({ data }) => {
  const tried = data.map((address) =>
    fetch(address).then(
      () => "fetched",
      () => "refused",
    ),
  );
  self.postMessage(await Promise.all(tried));
};
