/** The local cloud's HTTP front: receives calls, spoils them where a fault says so, and records them. */
package io.ecslifeguard.localcloud.http;
