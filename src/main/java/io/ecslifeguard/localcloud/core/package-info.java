/** What the parts of the local cloud share: time, API errors, and the shape of an OpenAPI call. */
package io.ecslifeguard.localcloud.core;
