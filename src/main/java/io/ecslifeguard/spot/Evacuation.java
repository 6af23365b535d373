package io.ecslifeguard.spot;

import io.ecslifeguard.event.InstanceId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;

/**
 * What is remembered between attempts.
 *
 * @param began when it was first attempted
 * @param memberships where the instance was found, with what was there before anything was changed
 * @param addresses the instance's private addresses; empty while they are not known
 * @param blind why they are not known: only entries under the instance's id can be found
 * @param unread what could not be read when it was looked for last, each with the reason
 * @param returns how often it was found again after it had been removed
 * @param dryRun whether calls were only recorded
 */
record Evacuation(
        Instant began,
        List<Membership> memberships,
        List<String> addresses,
        Optional<String> blind,
        List<String> unread,
        int returns,
        boolean dryRun) {

    Evacuation {
        memberships = List.copyOf(memberships);
        addresses = List.copyOf(addresses);
        unread = List.copyOf(unread);
    }

    static Evacuation begun(Instant now) {
        return new Evacuation(now, List.of(), List.of(), Optional.empty(), List.of(), 0, false);
    }

    Evacuation described(List<String> known, Optional<String> whyNot) {
        return new Evacuation(began, memberships, known, whyNot, unread, returns, dryRun);
    }

    /** What a look found is added; where it was removed already, an older picture may still show it. */
    Evacuation found(List<Membership> seen, List<String> notRead) {
        var merged = merge(seen, (known, again) -> known.removed() ? known : known.seenAgain(again.backends()));
        return new Evacuation(began, merged, addresses, blind, notRead, returns, dryRun);
    }

    /** What a fresh read still found must be removed too. */
    Evacuation stillIn(List<Membership> seen, List<String> notRead) {
        var merged = merge(seen, (known, again) -> known.seenAgain(again.backends()));
        return new Evacuation(began, merged, addresses, blind, notRead, returns + 1, dryRun);
    }

    Evacuation looked(List<String> notRead) {
        return new Evacuation(began, memberships, addresses, blind, notRead, returns, dryRun);
    }

    Evacuation with(List<Change> changes) {
        var changed = merge(changes.stream().map(Change::after).toList(), (known, after) -> after);
        var dry = dryRun || changes.stream().anyMatch(Change::dryRun);
        return new Evacuation(began, changed, addresses, blind, unread, returns, dry);
    }

    Sought sought(InstanceId instance) {
        return new Sought(instance, addresses);
    }

    boolean isOut() {
        return !memberships.isEmpty() && left().isEmpty();
    }

    /** The groups that it has not been removed from. */
    List<Membership> left() {
        return memberships.stream().filter(one -> !one.removed()).toList();
    }

    /** When it was removed from the last group. */
    Instant removedAt() {
        return memberships.stream()
                .flatMap(one -> one.removedAt().stream())
                .max(Instant::compareTo)
                .orElse(began);
    }

    static String names(List<Membership> memberships) {
        return memberships.stream().map(Membership::where).distinct().collect(Collectors.joining(", "));
    }

    private List<Membership> merge(List<Membership> others, BinaryOperator<Membership> both) {
        var merged = new ArrayList<>(memberships);
        for (var other : others) {
            var index = 0;
            while (index < merged.size() && !merged.get(index).isSameGroupAs(other)) {
                index++;
            }
            if (index < merged.size()) {
                merged.set(index, both.apply(merged.get(index), other));
            } else {
                merged.add(other);
            }
        }
        return merged;
    }
}
