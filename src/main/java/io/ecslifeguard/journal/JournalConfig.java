package io.ecslifeguard.journal;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** How the journal is kept. */
@ConfigMapping(prefix = "lifeguard.journal")
public interface JournalConfig {

    /**
     * The name of this replica in leases and records; the host's name with a random ending where not set. Two replicas
     * of one name would take each other's work for their own.
     */
    Optional<String> replica();

    /**
     * How long a statement may take before PostgreSQL ends it. Lower finds a hanging database sooner; too low fails pages
     * that a busy one would still have taken.
     */
    @WithDefault("10s")
    Duration statementTimeout();

    /**
     * How long events, with their reactions and calls, and quarantined messages are kept. Not set keeps them for ever;
     * what is older than a period that is set cannot be audited any more.
     */
    Optional<Duration> retention();

    /** How many events one deletion of old ones takes at most. Higher is faster and holds locks for longer. */
    @WithDefault("1000")
    int retentionBatch();
}
