/** REST to query what the journal holds. */
package io.ecslifeguard.history;
