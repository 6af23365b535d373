/** Takes spot instances that are being reclaimed out of their server groups. */
package io.ecslifeguard.spot;
