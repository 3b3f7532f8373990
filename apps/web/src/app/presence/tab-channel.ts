/** From one tab of this browser to all the others. */
export interface TabChannel {
  post(message: unknown): void;
  onMessage(then: (message: unknown) => void): void;
}

const NAME = 'lenslet:tabs';

/** Where there is no BroadcastChannel, a change of the storage is told to the other tabs as well. */
export function openTabChannel(): TabChannel {
  if (typeof BroadcastChannel !== 'undefined') {
    const channel = new BroadcastChannel(NAME);
    return {
      post: (message) => {
        channel.postMessage(message);
      },
      onMessage: (then) => {
        channel.addEventListener('message', ({ data }) => {
          then(data);
        });
      },
    };
  }
  return storageChannel();
}

function storageChannel(): TabChannel {
  let sent = 0;
  return {
    post: (message) => {
      try {
        // The same text twice would be no change.
        localStorage.setItem(
          NAME,
          JSON.stringify({ message, nonce: `${String(performance.now())} ${String((sent += 1))}` }),
        );
        localStorage.removeItem(NAME);
      } catch {
        // Storage is off or full: a duplicated tab then counts as one with its original.
      }
    },
    onMessage: (then) => {
      addEventListener('storage', ({ key, newValue }) => {
        if (key !== NAME || newValue === null) return;
        try {
          then((JSON.parse(newValue) as { message: unknown }).message);
        } catch {
          // Somebody else wrote there.
        }
      });
    },
  };
}
