package io.ecslifeguard.spot;

import static java.util.stream.Collectors.joining;

import io.ecslifeguard.dispatch.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What the operator is told of an evacuation, and what follows from it.
 *
 * @param action what the notice says will be done with the instance; empty where it does not say
 * @param now when that is
 */
record Report(Timing timing, String action, Instant now) {

    Outcome nowhere(Evacuation evacuation, Picture picture, String named) {
        if (!picture.unread().isEmpty()) {
            var where = String.join("; ", picture.unread()) + "." + picture.remarks();
            return timing.isTooLate(now)
                    ? Outcome.failed(
                            "Given up: it was found in no server group, and could not be looked for in " + where)
                    : Outcome.again(
                                    timing.untilNextLook(now),
                                    "Found in no server group yet; still to be looked for in " + where)
                            .remembering(evacuation);
        }
        var end = "It is in no server group" + named + "." + remarks(evacuation, picture);
        return picture.missing().isEmpty() ? Outcome.done(end) : Outcome.failed(end);
    }

    /** After a round. */
    Outcome progress(Evacuation after, List<Change> changes) {
        if (after.isOut()) {
            return after.dryRun()
                    ? Outcome.done("Dry-run: it would have been removed from " + Evacuation.names(after.memberships())
                            + "." + blind(after) + unread(after) + otherAction())
                    : Outcome.again(Duration.ZERO, told(after, changes) + " A fresh read follows.")
                            .remembering(after);
        }
        var note = told(after, changes);
        var failures =
                changes.stream().flatMap(change -> change.failure().stream()).toList();
        return timing.isTooLate(now) && !failures.isEmpty()
                ? Outcome.failed("Given up. It is still in " + Evacuation.names(after.left()) + ". " + note)
                : Outcome.again(rest(after, changes), note).remembering(after);
    }

    /** After a fresh read showed it in groups that it had been removed from, or in others. */
    Outcome stillThere(Evacuation evacuation, List<Membership> seen) {
        var where = Evacuation.names(seen);
        if (timing.isTooLate(now)) {
            return Outcome.failed(
                    ("Given up: a fresh read still shows it in %s after it was removed %d times. Something"
                                    + " puts it there again: look for a scaling group, a Kubernetes controller or a tool that"
                                    + " manages these groups.")
                            .formatted(where, evacuation.returns()));
        }
        // At once, the first time: a group that was not known before is still to be drained.
        var pause = evacuation.returns() > 1 ? timing.pause(now, evacuation.returns()) : Duration.ZERO;
        return Outcome.again(pause, "A fresh read still shows it in " + where + "; removing it again.")
                .remembering(evacuation);
    }

    /** After a fresh read that does not show it. */
    Outcome out(Evacuation evacuation, Picture picture) {
        if (!picture.unread().isEmpty()) {
            var note = "Out of " + Evacuation.names(evacuation.memberships()) + ", but it could not be looked for in "
                    + String.join("; ", picture.unread()) + "." + remarks(evacuation, picture);
            return timing.isTooLate(now)
                    ? Outcome.failed("Given up. " + note)
                    : Outcome.again(timing.untilNextLook(now), note).remembering(evacuation.looked(picture.unread()));
        }
        return Outcome.done("Out of %s; seconds of the notice left: %s at weight 0, %s at removal.%s"
                .formatted(
                        Evacuation.names(evacuation.memberships()),
                        worst(evacuation, Membership::silencedAt),
                        worst(evacuation, Membership::removedAt),
                        neverSilent(evacuation) + remarks(evacuation, picture)));
    }

    private String told(Evacuation after, List<Change> changes) {
        var parts = new ArrayList<String>();
        succeeded(changes, Step.SILENCE)
                .map(where -> "Weight 0 in " + where + left())
                .ifPresent(parts::add);
        succeeded(changes, Step.REMOVE)
                .map(where -> "Removed from " + where + left())
                .ifPresent(parts::add);
        var failures =
                changes.stream().flatMap(change -> change.failure().stream()).toList();
        if (!failures.isEmpty()) {
            parts.add("It did not succeed everywhere: " + String.join("; ", failures) + ".");
        }
        after.left().stream()
                .map(timing::removal)
                .min(Comparator.naturalOrder())
                .filter(now::isBefore)
                .ifPresent(at -> parts.add("Removal at " + at + "."));
        return String.join(" ", parts) + unread(after) + otherAction();
    }

    /** Until the first of what is to come. */
    private Duration rest(Evacuation after, List<Change> changes) {
        var failed = changes.stream()
                .filter(change -> change.failure().isPresent())
                .map(Change::after)
                .toList();
        var looks = after.unread().isEmpty() ? Stream.<Duration>empty() : Stream.of(timing.untilNextLook(now));
        return Stream.concat(after.left().stream().map(one -> rest(one, failed)), looks)
                .min(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }

    private Duration rest(Membership membership, List<Membership> failed) {
        var untilRemoval = Duration.between(now, timing.removal(membership));
        if (failed.stream().anyMatch(membership::isSameGroupAs)) {
            var pause = timing.pause(now, membership.failures());
            return timing.next(membership, now) != Step.REMOVE && untilRemoval.compareTo(pause) < 0
                    ? untilRemoval
                    : pause;
        }
        // what is due and did not fail was not begun, for want of time
        return timing.next(membership, now) == Step.WAIT ? untilRemoval : Duration.ZERO;
    }

    private static Optional<String> succeeded(List<Change> changes, Step step) {
        var where = changes.stream()
                .filter(change -> change.succeeded(step))
                .map(change -> change.after().where())
                .collect(joining(", "));
        return where.isEmpty() ? Optional.empty() : Optional.of(where);
    }

    private String left() {
        var seconds = timing.secondsLeft(now);
        return seconds < 0
                ? ", " + -seconds + " s after the notice was over."
                : ", " + seconds + " s of the notice left.";
    }

    /** Of the group that came last. */
    private String worst(Evacuation evacuation, Function<Membership, Optional<Instant>> time) {
        return evacuation.memberships().stream()
                .flatMap(one -> time.apply(one).stream())
                .max(Comparator.naturalOrder())
                .map(at -> String.valueOf(timing.secondsLeft(at)))
                .orElse("none");
    }

    private static String neverSilent(Evacuation evacuation) {
        var never = evacuation.memberships().stream()
                .filter(one -> one.silencedAt().isEmpty())
                .toList();
        return never.isEmpty() ? "" : " Removed without weight 0 before: " + Evacuation.names(never) + ".";
    }

    private String remarks(Evacuation evacuation, Picture picture) {
        return picture.remarks() + blind(evacuation) + otherAction();
    }

    private static String blind(Evacuation evacuation) {
        return evacuation
                .blind()
                .map(why -> " Entries of its network interfaces could not be looked for: " + why + ".")
                .orElse("");
    }

    private static String unread(Evacuation evacuation) {
        return evacuation.unread().isEmpty()
                ? ""
                : " Still to be looked for in " + String.join("; ", evacuation.unread()) + ".";
    }

    private String otherAction() {
        return action.isEmpty() || action.equals("delete") ? "" : " The notice's action is " + action + ", not delete.";
    }
}
