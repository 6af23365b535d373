package io.ecslifeguard.localcloud.http;

import io.ecslifeguard.localcloud.core.ApiError;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** A fault that waits for the calls that it is meant for. */
final class Fault {

    private static final Set<String> FIELDS = Set.of(
            "operation",
            "match",
            "skip",
            "times",
            "seconds",
            "probability",
            "latencyMillis",
            "error",
            "drop",
            "hold",
            "reply",
            "quotaPerMinute");

    final String id;
    final JsonObject as;
    final long latencyMillis;
    final ApiError error;
    final String drop;
    final String hold;
    final JsonObject reply;
    final int quotaPerMinute;

    private final String product;
    private final Pattern operation;
    private final JsonObject match;
    private final double probability;
    private final Instant until;
    private int skip;
    private int left;
    private long minute = -1;
    private int used;
    private long hits;
    /** What is to happen to the calls that it holds, once it is removed. */
    private final List<Runnable> held = new ArrayList<>();

    Fault(String id, JsonObject as, Instant now) {
        for (var field : as.fieldNames()) {
            if (!FIELDS.contains(field)) {
                throw wrong("A fault has no field \"" + field + "\"; it may have " + String.join(", ", sorted()) + ".");
            }
        }
        this.id = id;
        this.as = as;
        try {
            var target = as.getString("operation", "*");
            var colon = target.indexOf(':');
            product = colon < 0 ? "*" : target.substring(0, colon).toLowerCase(java.util.Locale.ROOT);
            operation = glob(target.substring(colon + 1));
            match = as.getJsonObject("match", new JsonObject());
            skip = as.getInteger("skip", 0);
            left = as.getInteger("times", Integer.MAX_VALUE);
            var seconds = as.getDouble("seconds");
            until = seconds == null ? null : now.plusMillis((long) (seconds * 1000));
            probability = as.getDouble("probability", 1.0);
            latencyMillis = as.getLong("latencyMillis", 0L);
            drop = when(as, "drop");
            hold = when(as, "hold");
            reply = as.getJsonObject("reply");
            quotaPerMinute = as.getInteger("quotaPerMinute", 0);
            var given = as.getJsonObject("error");
            error = given == null
                    ? null
                    : new ApiError(
                            given.getInteger("status", 500),
                            given.getString("code", "InternalError"),
                            given.getString("message", "The request processing has failed due to some unknown error."));
        } catch (ClassCastException e) {
            throw wrong("A field of the fault has the wrong type: " + e.getMessage());
        }
        if (error != null && (error.status() < 400 || error.status() > 599)) {
            throw wrong("\"error.status\" is between 400 and 599, not " + error.status() + ".");
        }
        if (left < 1 || skip < 0 || latencyMillis < 0 || latencyMillis > 600_000 || quotaPerMinute < 0) {
            throw wrong("\"times\" is at least 1; \"skip\" and \"quotaPerMinute\" are not negative; "
                    + "\"latencyMillis\" is between 0 and 600000.");
        }
        if (latencyMillis == 0
                && error == null
                && drop == null
                && hold == null
                && reply == null
                && quotaPerMinute == 0) {
            throw wrong("A fault needs one of latencyMillis, error, drop, hold, reply, quotaPerMinute.");
        }
    }

    /** Whether it is over, so that it can be forgotten; whoever has calls held wants to be told of them. */
    boolean over(Instant now) {
        return hold == null && spent(now);
    }

    private boolean spent(Instant now) {
        return left <= 0 || until != null && !now.isBefore(until);
    }

    /** Whether it hits this call; counts it if so. */
    boolean hits(Operation call, Instant now, double chance) {
        if (spent(now) || !meant(call) || chance >= probability) {
            return false;
        }
        if (skip > 0) {
            skip--;
            return false;
        }
        if (quotaPerMinute > 0) {
            var thisMinute = now.getEpochSecond() / 60;
            if (thisMinute != minute) {
                minute = thisMinute;
                used = 0;
            }
            if (used < quotaPerMinute) {
                used++;
                return false;
            }
        }
        left--;
        hits++;
        return true;
    }

    /** Holds a call that it hits; {@code next} is what happens to it once the fault is removed. */
    void hold(Runnable next) {
        held.add(next);
    }

    /** Holds a call no more, since its client has gone; false where it was let go before. */
    boolean forget(Runnable next) {
        return held.remove(next);
    }

    /** It is removed: the calls that it holds go on. */
    void release() {
        var released = List.copyOf(held);
        held.clear();
        released.forEach(Runnable::run);
    }

    JsonObject describe() {
        var described = new JsonObject().put("id", id).mergeIn(as).put("hits", hits);
        return hold == null ? described : described.put("held", held.size());
    }

    private boolean meant(Operation call) {
        if (!product.equals("*") && !product.equals(call.product())
                || !operation.matcher(call.name()).matches()) {
            return false;
        }
        for (var wanted : match) {
            var value = call.parameters().get(wanted.getKey());
            if (value == null || !value.contains(String.valueOf(wanted.getValue()))) {
                return false;
            }
        }
        return true;
    }

    private static String when(JsonObject as, String field) {
        var when = as.getString(field);
        if (when != null && !when.equals("before") && !when.equals("after")) {
            throw wrong("\"" + field + "\" is \"before\" or \"after\" (the effect), not \"" + when + "\".");
        }
        return when;
    }

    private static Pattern glob(String text) {
        return Pattern.compile("\\Q" + text.replace("*", "\\E.*\\Q") + "\\E");
    }

    private static Iterable<String> sorted() {
        return new java.util.TreeSet<>(FIELDS);
    }

    private static ApiError wrong(String message) {
        return new ApiError(400, "InvalidFault", message);
    }
}
