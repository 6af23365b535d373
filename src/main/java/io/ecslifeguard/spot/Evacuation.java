package io.ecslifeguard.spot;

import io.ecslifeguard.event.InstanceId;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * What is remembered between attempts.
 *
 * @param began when it was first attempted
 * @param memberships where the instance was found, with what was there before anything was changed
 * @param interfaces the instance's network interfaces, by their ids; empty while they are not known
 * @param addresses its private addresses on other network interfaces
 * @param vpc in which these addresses are; empty where it is not known
 * @param blind why neither is known: only entries under the instance's id can be found
 * @param undescribed why neither is known yet: it is asked for again
 * @param unread what could not be read when it was looked for last, each with the reason
 * @param returns how often it was found again after it had been removed
 * @param confirmedAt when a fresh read no longer showed it
 * @param replacement what takes its place
 * @param dryRun whether calls were only recorded
 */
@RegisterForReflection(registerFullHierarchy = true)
record Evacuation(
        Instant began,
        List<Membership> memberships,
        List<String> interfaces,
        List<String> addresses,
        Optional<String> vpc,
        Optional<String> blind,
        Optional<String> undescribed,
        List<String> unread,
        int returns,
        Optional<Instant> confirmedAt,
        Replacement replacement,
        boolean dryRun) {

    Evacuation {
        memberships = List.copyOf(memberships);
        // what an earlier version remembered has none
        interfaces = interfaces == null ? List.of() : List.copyOf(interfaces);
        undescribed = undescribed == null ? Optional.empty() : undescribed;
        addresses = List.copyOf(addresses);
        unread = List.copyOf(unread);
    }

    static Evacuation begun(Instant now) {
        return new Evacuation(
                now,
                List.of(),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                0,
                Optional.empty(),
                Replacement.UNDECIDED,
                false);
    }

    Evacuation described(List<String> its, List<String> others, Optional<String> in, Optional<String> whyNot) {
        return known(its, others, in, whyNot, Optional.empty());
    }

    /** It could not be described this time. */
    Evacuation undescribed(String whyNot) {
        return known(interfaces, addresses, vpc, Optional.empty(), Optional.of(whyNot));
    }

    /** What a look found is added; where it was removed already, an older picture may still show it. */
    Evacuation found(List<Membership> seen, List<String> notRead) {
        return with(merge(seen, (known, again) -> known.removed() ? known : known.seenAgain(again.backends())))
                .looked(notRead);
    }

    /** What a fresh read still found must be removed too. */
    Evacuation stillIn(List<Membership> seen, List<String> notRead) {
        var merged = merge(seen, (known, again) -> known.seenAgain(again.backends()));
        return standing(merged, notRead, returns + 1, Optional.empty());
    }

    /** The replacement is not where it was put, and is put there again. */
    Evacuation putAgain(List<Membership> missing) {
        var changed = memberships.stream()
                .map(one -> missing.contains(one) ? one.detached() : one)
                .toList();
        return standing(changed, unread, returns + 1, confirmedAt);
    }

    Evacuation looked(List<String> notRead) {
        return standing(memberships, notRead, returns, confirmedAt);
    }

    /** A fresh read no longer shows it. */
    Evacuation confirmed(Instant at) {
        return standing(memberships, List.of(), returns, Optional.of(at));
    }

    Evacuation with(Replacement changed) {
        return replaced(changed, dryRun);
    }

    /** Each membership as {@code change} makes it. */
    Evacuation each(UnaryOperator<Membership> change) {
        return with(memberships.stream().map(change).toList());
    }

    Evacuation dry(boolean dry) {
        return replaced(replacement, dryRun || dry);
    }

    private Evacuation with(List<Membership> changed) {
        return standing(changed, unread, returns, confirmedAt);
    }

    /** What is known of the instance itself. */
    private Evacuation known(
            List<String> its,
            List<String> others,
            Optional<String> in,
            Optional<String> whyNot,
            Optional<String> whyNotYet) {
        return new Evacuation(
                began,
                memberships,
                its,
                others,
                in,
                whyNot,
                whyNotYet,
                unread,
                returns,
                confirmedAt,
                replacement,
                dryRun);
    }

    /** Where it is. */
    private Evacuation standing(
            List<Membership> changed, List<String> notRead, int times, Optional<Instant> confirmed) {
        return new Evacuation(
                began,
                changed,
                interfaces,
                addresses,
                vpc,
                blind,
                undescribed,
                notRead,
                times,
                confirmed,
                replacement,
                dryRun);
    }

    private Evacuation replaced(Replacement changed, boolean dry) {
        return new Evacuation(
                began,
                memberships,
                interfaces,
                addresses,
                vpc,
                blind,
                undescribed,
                unread,
                returns,
                confirmedAt,
                changed,
                dry);
    }

    Sought sought(InstanceId instance) {
        return new Sought(instance, interfaces, addresses, vpc);
    }

    boolean isOut() {
        return !memberships.isEmpty() && left().isEmpty();
    }

    /** Whether the replacement is in every group. */
    boolean isReplaced() {
        return replacement.isRunning() && memberships.stream().allMatch(Membership::attached);
    }

    /** Whether nothing more is to be done about a replacement. */
    boolean isSettled() {
        return replacement.isNone() || isReplaced();
    }

    /** The groups that it has not been removed from. */
    List<Membership> left() {
        return memberships.stream().filter(one -> !one.removed()).toList();
    }

    /** When the last change of a group was made. */
    Instant changedAt() {
        return memberships.stream()
                .flatMap(one -> one.attachedAt().or(one::removedAt).stream())
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
