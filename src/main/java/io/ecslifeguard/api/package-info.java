/** What all resources of the REST API share: who may ask, how requests are refused and failures answered. */
package io.ecslifeguard.api;
