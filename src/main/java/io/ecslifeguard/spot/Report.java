package io.ecslifeguard.spot;

import io.ecslifeguard.dispatch.Outcome;
import io.ecslifeguard.event.InstanceId;
import io.ecslifeguard.journal.EditState;
import io.ecslifeguard.journal.Notice;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What the operator is told of an evacuation, and what follows from it.
 *
 * @param instance the interrupted instance
 * @param action what the notice says will be done with the instance; empty where it does not say
 * @param now when that is
 */
record Report(Timing timing, InstanceId instance, String action, Instant now) {

    /** The lanes tell when an edit is made; only where that goes wrong, the reaction looks by itself. */
    private static final Duration UNTOLD = Duration.ofSeconds(20);

    private static final int MOST_RETURNS = 3;

    /**
     * It was found nowhere yet, and not all could be read.
     *
     * @param progress of its replacement meanwhile
     */
    Outcome lookingOn(Evacuation evacuation, Picture picture, Replacing.Progress progress) {
        var where = String.join("; ", picture.unread()) + "." + picture.remarks() + replacement(evacuation, progress);
        return isOver(evacuation)
                ? failed("Given up: it was found in no server group, and could not be looked for in " + where)
                        .resulting(NoticeUse.of(evacuation, timing))
                : lookingAgain(
                        evacuation, progress, "Found in no server group yet; still to be looked for in " + where);
    }

    /** It is nowhere, and nothing is to be done about a replacement. */
    Outcome nowhere(Evacuation evacuation, Optional<Picture> picture, String named) {
        var end = "It is in no server group" + named + "."
                + picture.map(Picture::remarks).orElse("") + blind(evacuation) + otherAction()
                + Replaced.of(evacuation, timing).told();
        return picture.filter(one -> !one.missing().isEmpty()).isPresent()
                ? failed(end)
                : Replaced.of(evacuation, timing).ended(instance, end).resulting(NoticeUse.of(evacuation, timing));
    }

    /** Between two steps. */
    Outcome progress(Evacuation evacuation, Map<String, EditState> states, Replacing.Progress progress) {
        var problems = GroupEdits.problems(evacuation, states);
        var found = (progress.note().isEmpty() ? "" : " " + progress.note())
                + (problems.isEmpty() ? "" : " It did not succeed everywhere: " + String.join("; ", problems) + ".")
                + unread(evacuation)
                + otherAction();
        var note = standing(evacuation) + found;
        if (isOver(evacuation)) {
            var end = evacuation.left().isEmpty()
                    ? Replaced.of(evacuation, timing).failed(instance, "Given up. " + note)
                    : failed("Given up. It is still in " + Evacuation.names(evacuation.left()) + ". " + note);
            return end.resulting(NoticeUse.of(evacuation, timing));
        }
        var again = again(rest(evacuation, progress), note.strip(), evacuation)
                .inBatch(
                        evacuation.memberships().stream().map(Membership::where).findFirst());
        return evacuation.left().isEmpty()
                ? overdueReplacement(again, evacuation, found)
                : overdue(again, "It is still in " + Evacuation.names(evacuation.left()) + ". " + again.note());
    }

    Outcome dryRun(Evacuation evacuation) {
        return Outcome.done("Dry-run: it would have been removed from " + Evacuation.names(evacuation.memberships())
                + "." + Replaced.of(evacuation, timing).told() + blind(evacuation) + unread(evacuation)
                + otherAction());
    }

    /** A fresh read showed it in groups that it had been removed from, or in others. */
    Outcome stillThere(Evacuation evacuation, List<Membership> seen) {
        var where = Evacuation.names(seen);
        if (timing.isTooLate(now)) {
            return failed(("Given up: a fresh read still shows it in %s after it was removed %d times. Something"
                                    + " puts it there again: look for a scaling group, a Kubernetes controller or a tool"
                                    + " that manages these groups.")
                            .formatted(where, evacuation.returns()))
                    .resulting(NoticeUse.of(evacuation, timing));
        }
        // At once, the first time: a group that was not known before is still to be drained.
        var pause = evacuation.returns() > 1 ? timing.untilNextLook(now) : Duration.ZERO;
        return Outcome.again(pause, "A fresh read still shows it in " + where + "; removing it again.")
                .remembering(evacuation);
    }

    /** A fresh read does not show the replacement where it was put. */
    Outcome notThere(Evacuation evacuation, List<Membership> missing) {
        var where = Evacuation.names(missing);
        return evacuation.returns() > MOST_RETURNS
                ? Replaced.of(evacuation, timing)
                        .failed(
                                instance,
                                "Given up: a fresh read does not show replacement "
                                        + evacuation.replacement().instance().orElseThrow() + " in " + where
                                        + ", although it was put there " + evacuation.returns()
                                        + " times. Something takes it out again.")
                : Outcome.again(
                                Duration.ZERO,
                                "A fresh read does not show the replacement in " + where + "; putting it"
                                        + " there again.")
                        .remembering(evacuation);
    }

    /** Out of all that is known, and not all could be read. */
    Outcome unconfirmed(Evacuation evacuation, Picture picture, Replacing.Progress progress) {
        var note = "Out of " + Evacuation.names(evacuation.memberships()) + ", but it could not be looked for in "
                + String.join("; ", picture.unread()) + "." + picture.remarks() + blind(evacuation) + otherAction()
                + replacement(evacuation, progress);
        return isOver(evacuation)
                ? failed("Given up. " + note).resulting(NoticeUse.of(evacuation, timing))
                : lookingAgain(evacuation.looked(picture.unread()), progress, note);
    }

    /** All is done, or nothing more can be. */
    Outcome end(Evacuation evacuation, Picture picture) {
        var replaced = Replaced.of(evacuation, timing);
        return replaced.ended(
                        instance,
                        "Out of %s; seconds of the notice left: %s at weight 0, %s at removal%s.%s%s"
                                .formatted(
                                        Evacuation.names(evacuation.memberships()),
                                        worst(evacuation, Membership::silencedAt),
                                        worst(evacuation, Membership::removedAt),
                                        evacuation.isReplaced()
                                                ? ", " + worst(evacuation, Membership::attachedAt)
                                                        + " at replacement in service"
                                                : "",
                                        replaced.told(),
                                        neverSilent(evacuation)
                                                + picture.remarks()
                                                + blind(evacuation)
                                                + otherAction()))
                .resulting(NoticeUse.of(evacuation, timing));
    }

    /** Whether neither it nor its replacement is worth another look. */
    private boolean isOver(Evacuation evacuation) {
        return timing.isTooLate(now) && (!evacuation.replacement().isExpected() || timing.isHopeless(now));
    }

    /** What could not be read is read again, unless its replacement has something to do before. */
    private Outcome lookingAgain(Evacuation evacuation, Replacing.Progress progress, String note) {
        var look = timing.untilNextLook(now);
        var wait = progress.after().map(after -> shorter(after, look)).orElse(look);
        return overdue(again(wait, note, evacuation), note);
    }

    /** What comes of the replacement is told by events of its own. */
    private Outcome.Again again(Duration wait, String note, Evacuation evacuation) {
        return Outcome.again(wait.isNegative() ? Duration.ZERO : wait, note)
                .remembering(evacuation)
                .waitingFor(
                        evacuation.replacement().stage() == Replacement.Stage.COMING
                                ? evacuation.replacement().instance().orElseThrow()
                                : instance);
    }

    private String replacement(Evacuation evacuation, Replacing.Progress progress) {
        return progress.note().isEmpty() ? Replaced.of(evacuation, timing).told() : " " + progress.note();
    }

    private Outcome failed(String note) {
        return Outcome.failed(note).telling(Notice.about(instance, Notice.Kind.EVACUATION_FAILED, note));
    }

    private String standing(Evacuation evacuation) {
        var silent = evacuation.left().stream()
                .filter(one -> one.silencedAt().isPresent())
                .toList();
        var loud = evacuation.left().stream()
                .filter(one -> one.silencedAt().isEmpty())
                .toList();
        var out = evacuation.memberships().stream().filter(Membership::removed).toList();
        return part("To be set to weight 0 in ", loud)
                + part("Weight 0 in ", silent)
                + part("Out of ", out)
                + (timing.secondsLeft(now) < 0
                        ? -timing.secondsLeft(now) + " s after the notice was over."
                        : timing.secondsLeft(now) + " s of the notice left.");
    }

    private static String part(String what, List<Membership> where) {
        return where.isEmpty() ? "" : what + Evacuation.names(where) + ". ";
    }

    /** Until the first of what is to come. */
    private Duration rest(Evacuation evacuation, Replacing.Progress progress) {
        var looks = evacuation.unread().isEmpty() ? Stream.<Duration>empty() : Stream.of(timing.untilNextLook(now));
        return Stream.of(
                        evacuation.memberships().stream().map(one -> rest(one, evacuation.replacement())),
                        looks,
                        progress.after().stream())
                .flatMap(all -> all)
                .min(Comparator.naturalOrder())
                .orElse(UNTOLD);
    }

    private Duration rest(Membership membership, Replacement replacement) {
        var drained = timing.drained(membership);
        return switch (timing.next(membership, replacement, now)) {
            case SILENCE, WAIT ->
                now.isBefore(drained) ? Duration.between(now, drained) : Duration.between(now, timing.latest());
            case SWAP -> shorter(UNTOLD, Duration.between(now, timing.latest()));
            case REMOVE, ATTACH, NONE -> UNTOLD;
        };
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
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

    /** When the notice is over, operators hear of what goes on being tried: it may be hours until it is given up. */
    private Outcome overdue(Outcome.Again again, String text) {
        return overdue(again, Notice.Kind.EVACUATION_FAILED, "overdue", text);
    }

    /** Groups that lack a member are told of, too. */
    private Outcome overdueReplacement(Outcome.Again again, Evacuation evacuation, String found) {
        if (evacuation.memberships().isEmpty() || evacuation.isSettled()) {
            return again;
        }
        var text = "Out of %s, and its replacement%s is not in service%s"
                .formatted(
                        Evacuation.names(evacuation.memberships()),
                        evacuation.replacement().instance().map(id -> " " + id).orElse(""),
                        found.isEmpty() ? "." : ":" + found);
        return overdue(again, Notice.Kind.REPLACEMENT_FAILED, "not replaced", text);
    }

    private Outcome overdue(Outcome.Again again, Notice.Kind kind, String what, String text) {
        return timing.isOverdue(now)
                ? again.telling(new Notice(
                        kind,
                        "Its notice is over. " + text,
                        Optional.of(instance),
                        Optional.of(what + " " + instance + " " + timing.deadline())))
                : again;
    }

    private String otherAction() {
        return action.isEmpty() || action.equals("delete") ? "" : " The notice's action is " + action + ", not delete.";
    }
}
