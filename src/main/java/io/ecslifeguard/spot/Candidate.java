package io.ecslifeguard.spot;

import io.ecslifeguard.journal.Pool;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * What may be bought.
 *
 * @param type such as {@code ecs.g7.large}
 * @param vSwitch which decides on the zone
 * @param spot whether it may be reclaimed at any time
 */
@RegisterForReflection(registerFullHierarchy = true)
record Candidate(String type, String vSwitch, boolean spot) {

    Pool pool() {
        return new Pool(type, vSwitch, spot);
    }

    Candidate onDemand() {
        return new Candidate(type, vSwitch, false);
    }

    @Override
    public String toString() {
        return type + " in " + vSwitch + (spot ? "" : " on demand");
    }
}
