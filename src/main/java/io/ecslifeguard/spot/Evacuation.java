package io.ecslifeguard.spot;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is remembered between attempts.
 *
 * @param memberships where the instance was found, before anything was changed
 * @param silencedAt when its weight was 0 everywhere
 * @param removedAt when it was removed everywhere, as far as was known
 * @param dryRun whether calls were only recorded
 */
record Evacuation(
        List<Membership> memberships, Optional<Instant> silencedAt, Optional<Instant> removedAt, boolean dryRun) {

    static Evacuation found(List<Membership> memberships) {
        return new Evacuation(List.copyOf(memberships), Optional.empty(), Optional.empty(), false);
    }

    Evacuation silenced(Instant now, boolean dry) {
        return new Evacuation(memberships, Optional.of(now), removedAt, dryRun || dry);
    }

    Evacuation removed(Instant now, boolean dry) {
        return new Evacuation(memberships, silencedAt, Optional.of(now), dryRun || dry);
    }

    /** What a fresh read still found must be removed too. */
    Evacuation stillIn(List<Membership> left) {
        var all = new java.util.ArrayList<>(memberships);
        left.stream().filter(one -> !memberships.contains(one)).forEach(all::add);
        return new Evacuation(all, silencedAt, Optional.empty(), dryRun);
    }
}
