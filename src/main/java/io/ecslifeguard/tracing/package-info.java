/** Spans: what is done about a message, from its receipt to the last call, as one trace. Off unless it is switched on. */
package io.ecslifeguard.tracing;
