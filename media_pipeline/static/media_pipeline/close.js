/* The viewer that opened this window waits for its closing. A window that a person opened stays. */
if (window.opener) window.close();
