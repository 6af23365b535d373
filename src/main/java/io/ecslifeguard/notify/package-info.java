/** Tells operators, at the webhooks that are set, what they should hear of. */
package io.ecslifeguard.notify;
