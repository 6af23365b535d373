package io.ecslifeguard.spot;

import io.ecslifeguard.event.InstanceId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** By what a replacement is known again: its tags, and the token of its order. */
final class ReplacementTags {

    static final String REPLACES = "ecs-lifeguard/replaces";
    static final String EVENT = "ecs-lifeguard/event";
    static final String GENERATION = "ecs-lifeguard/generation";

    private static final int MOST = 20;
    private static final int LONGEST_VALUE = 128;

    private ReplacementTags() {}

    /** Ours alone. An event's key may be longer than a tag's value: then its digest. */
    static Map<String, String> ours(String eventKey, InstanceId interrupted, int generation) {
        var event = eventKey.length() <= LONGEST_VALUE && eventKey.matches("[ -~]+") ? eventKey : digest(eventKey);
        return Map.of(REPLACES, interrupted.value(), EVENT, event, GENERATION, String.valueOf(generation));
    }

    /** Ours and as many of the others as an instance can have, without those that the platform keeps for itself. */
    static Map<String, String> with(Map<String, String> others, Map<String, String> ours) {
        var tags = new TreeMap<>(ours);
        new TreeMap<>(others).forEach((key, value) -> {
            if (tags.size() < MOST && !isReserved(key)) {
                tags.putIfAbsent(key, value);
            }
        });
        return tags;
    }

    private static boolean isReserved(String key) {
        return key.startsWith("acs:") || key.startsWith("aliyun") || key.isEmpty();
    }

    /** The same for the same order only, whoever places it. */
    static String token(String eventKey, InstanceId interrupted, int generation, int round, int candidate) {
        return digest(String.join("\n", eventKey, interrupted.value(), "" + generation, "" + round, "" + candidate));
    }

    private static String digest(String text) {
        try {
            var bytes = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(bytes).substring(0, 64);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
