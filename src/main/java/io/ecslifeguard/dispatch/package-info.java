/** From the queue to the journal, and from the journal to the reactions. */
package io.ecslifeguard.dispatch;
