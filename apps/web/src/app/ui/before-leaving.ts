const savers = new Set<() => void>();

// Listeners of a window are called in the order in which they came: these are there before anybody asks what is not sent.
for (const event of ['beforeunload', 'pagehide']) {
  addEventListener(event, () => {
    for (const save of savers) save();
  });
}

/** What is still in a field is written down before the page goes, until the answer is called. */
export function beforeLeaving(save: () => void): () => void {
  savers.add(save);
  return () => {
    savers.delete(save);
  };
}
