/** What all resources of the REST API share: how requests are refused and failures answered. */
package io.ecslifeguard.api;
