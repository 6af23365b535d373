/** Starts instances again that stopped unexpectedly. */
package io.ecslifeguard.restart;
