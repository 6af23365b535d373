package io.ecslifeguard.journal;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/** The name under which this process takes leases and signs its records. */
@ApplicationScoped
class Replica {

    private final String name;

    Replica(JournalConfig config) {
        name = config.replica().orElseGet(Replica::madeUp);
    }

    /** The name, unique among the replicas that run. */
    public String name() {
        return name;
    }

    private static String madeUp() {
        // The host's name alone would not do: a container that restarts keeps it, and its former life's leases are not
        // ours.
        var host = System.getenv().getOrDefault("HOSTNAME", "replica");
        var ending = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
        return host + "-" + ending;
    }
}
