/** Events, instances, reactions, calls and quarantine in PostgreSQL. */
package io.ecslifeguard.journal;
