package io.ecslifeguard.journal;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;

/**
 * A change of a server group that a reaction asks for. Backends are JSON arrays in the form of whoever makes the calls, at
 * most {@value #LARGEST} of them each: what does not fit into a call is several edits.
 *
 * @param reaction the number of the reaction that asks
 * @param key the reaction's name for it; asked for twice under the same key it is one edit
 * @param loadBalancer whose group it is, where that is known; edits of one load balancer are made one after the other
 * @param serverGroup the vServer group; empty for the load balancer's default group
 * @param oldBackends what is taken out; empty for {@code WEIGH} and {@code ADD}
 * @param newBackends what is put in, or has the weights to set; empty for {@code REMOVE}
 * @param dueAt before when it is not made
 * @param deadline after when it is of no use any more; the nearest one goes first
 */
public record Edit(
        long reaction,
        String key,
        Optional<String> loadBalancer,
        Optional<String> serverGroup,
        Kind kind,
        String oldBackends,
        String newBackends,
        Instant dueAt,
        Optional<Instant> deadline) {

    /** How many backends the vendor takes in one call. */
    public static final int LARGEST = 20;

    /** No backends. */
    public static final String NONE = "[]";

    public Edit {
        requireNonNull(key, "key");
        requireNonNull(kind, "kind");
        requireNonNull(oldBackends, "oldBackends");
        requireNonNull(newBackends, "newBackends");
        requireNonNull(dueAt, "dueAt");
        requireNonNull(deadline, "deadline");
        if (loadBalancer.isEmpty() && serverGroup.isEmpty()) {
            throw new IllegalArgumentException("The default group of an unknown load balancer cannot be edited");
        }
    }

    /** Where it waits for its turn. */
    String lane() {
        return loadBalancer.or(() -> serverGroup).orElseThrow();
    }

    /** The call that is next: the default group has none that swaps, and a swap with nothing is none. */
    Kind firstStep() {
        if (kind != Kind.SWAP) {
            return kind;
        }
        if (isNone(oldBackends)) {
            return Kind.ADD;
        }
        return serverGroup.isEmpty() || isNone(newBackends) ? Kind.REMOVE : Kind.SWAP;
    }

    private static boolean isNone(String backends) {
        return backends.replaceAll("\\s", "").equals(NONE);
    }

    /** What is changed. */
    public enum Kind {
        /** Weights are set. */
        WEIGH,
        /** Some are taken out and others put in, in one step where the group has such a call. */
        SWAP,
        /** Some are taken out. */
        REMOVE,
        /** Some are put in. */
        ADD
    }
}
