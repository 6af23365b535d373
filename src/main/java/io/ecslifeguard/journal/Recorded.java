package io.ecslifeguard.journal;

import java.util.HashSet;
import java.util.Set;

/**
 * What became of a page of messages, all of which are committed.
 *
 * @param fresh the keys of the events that were not known before
 * @param calls how many reactions were called for or called again, of those that are switched on
 * @param woken how many waiting reactions an event has made due
 * @param parked how many messages went to quarantine
 */
public record Recorded(Set<String> fresh, int calls, int woken, int parked) {

    /** What becomes of an empty page. */
    public static final Recorded NOTHING = new Recorded(Set.of(), 0, 0, 0);

    public Recorded {
        fresh = Set.copyOf(fresh);
    }

    /** Whether there is something for the reactions to do now. */
    public boolean callsForWork() {
        return calls > 0 || woken > 0;
    }

    Recorded and(Recorded other) {
        var keys = new HashSet<>(fresh);
        keys.addAll(other.fresh);
        return new Recorded(keys, calls + other.calls, woken + other.woken, parked + other.parked);
    }
}
