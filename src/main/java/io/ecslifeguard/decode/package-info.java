/** Message body to event: one decoder for each envelope; never throws. */
package io.ecslifeguard.decode;
