package io.ecslifeguard.journal;

import static java.util.Objects.requireNonNull;

import io.ecslifeguard.event.InstanceId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;

/**
 * Something that an operator should hear of.
 *
 * @param text what was found or done, and what to do about it, in the operator's words
 * @param instance the instance that it is about, where it is about one
 * @param key what it is about, of a notice that is told once however often it is found; a key that was told already
 *     makes no further notice
 */
public record Notice(Kind kind, String text, Optional<InstanceId> instance, Optional<String> key) {

    public Notice {
        requireNonNull(kind, "kind");
        // The vendor's words are in it: they must neither be refused by the database nor forge lines of the log.
        text = requireNonNull(text, "text").replaceAll("[\\p{Cntrl}\u2028\u2029]", " ");
        requireNonNull(instance, "instance");
        requireNonNull(key, "key");
    }

    /** About an instance, told each time. */
    public static Notice about(InstanceId instance, Kind kind, String text) {
        return new Notice(kind, text, Optional.of(instance), Optional.empty());
    }

    /** About no instance, told once for each {@code key}. */
    public static Notice once(String key, Kind kind, String text) {
        return new Notice(kind, text, Optional.empty(), Optional.of(key));
    }

    /** Of a permission that is lacking, told once an hour whoever finds it out: an operator can still grant it in time. */
    public static Notice denied(String lacking, Instant now, String text) {
        return once("denied " + lacking + " " + now.truncatedTo(ChronoUnit.HOURS), Kind.ACCESS_DENIED, text);
    }

    /** What a notice is about; the names are kept in the journal and never change. */
    public enum Kind {
        /** A stopped instance is left down: it could not be started, or did not come up. */
        GIVEN_UP,
        /** An instance was restarted too often, and is left alone for a while. */
        CIRCUIT_OPENED,
        /** Too much of the fleet has stopped: restarts pause. */
        BRAKE_ON,
        /** An interrupted instance is not, or not completely, out of its server groups. */
        EVACUATION_FAILED,
        /** An interrupted instance could not be replaced. */
        REPLACEMENT_FAILED,
        /** The credentials may not do what the service needs. */
        ACCESS_DENIED,
        /** Messages that are not understood come in numbers. */
        QUARANTINE_GROWS,
        /** An instance runs again. */
        RESTARTED,
        /** An interrupted instance's replacement is in service. */
        REPLACED;

        /** As the journal keeps it. */
        public String column() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
