package io.ecslifeguard.spot;

import io.ecslifeguard.dispatch.Outcome;
import io.ecslifeguard.event.InstanceId;
import io.ecslifeguard.journal.Notice;
import java.util.stream.Collectors;

/** What the end of an evacuation says of the replacement. */
record Replaced(Evacuation evacuation, Timing timing) {

    static Replaced of(Evacuation evacuation, Timing timing) {
        return new Replaced(evacuation, timing);
    }

    /** A sentence with a space before it; empty for nothing. */
    String told() {
        var replacement = evacuation.replacement();
        return switch (replacement.stage()) {
                    case RUNNING ->
                        " Replaced by %s%s."
                                .formatted(
                                        replacement.instance().orElseThrow(),
                                        evacuation.isReplaced() ? "" : " in part");
                    case NONE -> " Not replaced: " + replacement.why().orElse("") + ".";
                    case FAILED -> inPart() + replacement.why().orElse("") + ".";
                    case UNDECIDED, BUYING, COMING -> "";
                }
                + lost(replacement);
    }

    private String inPart() {
        var with =
                evacuation.memberships().stream().filter(Membership::attached).toList();
        return with.isEmpty()
                ? " No replacement: "
                : " Replaced in " + Evacuation.names(with) + " only, by "
                        + evacuation.replacement().instance().orElseThrow() + ": ";
    }

    /** The end, and what operators hear of it. */
    Outcome ended(InstanceId instance, String note) {
        return switch (evacuation.replacement().stage()) {
            case FAILED -> failed(instance, note);
            case RUNNING -> Outcome.done(note).telling(Notice.about(instance, Notice.Kind.REPLACED, note));
            default -> Outcome.done(note);
        };
    }

    Outcome failed(InstanceId instance, String note) {
        return Outcome.failed(note).telling(Notice.about(instance, Notice.Kind.REPLACEMENT_FAILED, note));
    }

    private static String lost(Replacement replacement) {
        return replacement.lost().isEmpty()
                ? ""
                : " Bought before and lost: "
                        + replacement.lost().stream().map(InstanceId::value).collect(Collectors.joining(", "))
                        + "; what still exists of them is left as it is.";
    }
}
