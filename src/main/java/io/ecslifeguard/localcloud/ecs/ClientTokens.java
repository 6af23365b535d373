package io.ecslifeguard.localcloud.ecs;

import io.ecslifeguard.localcloud.core.ApiError;
import io.ecslifeguard.localcloud.core.Parameters;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Answers a call that was answered before with the same answer. Refusals are not remembered.
 *
 * @see <a href="https://www.alibabacloud.com/help/doc-detail/25693.htm">Idempotence</a>
 */
final class ClientTokens {

    /** How many are remembered; the oldest is forgotten first. */
    private static final int MOST = 20_000;

    // These differ from one sending of a call to the next
    private static final Set<String> COMMON = Set.of(
            "Action",
            "Version",
            "Format",
            "AccessKeyId",
            "Signature",
            "SignatureMethod",
            "SignatureVersion",
            "SignatureNonce",
            "SignatureType",
            "Timestamp",
            "SecurityToken",
            "ClientToken");

    private record Answered(String asked, JsonObject answer) {}

    private final Map<String, Answered> answered = new LinkedHashMap<>();

    JsonObject once(Parameters call, Supplier<JsonObject> answer) {
        var token = call.text("ClientToken");
        if (token == null) {
            return answer.get();
        }
        if (token.length() > 64 || !token.chars().allMatch(c -> c > 31 && c < 127)) {
            throw Parameters.invalid("ClientToken", "it must be at most 64 ASCII characters");
        }
        var asked = new TreeMap<>(call.values());
        asked.keySet().removeAll(COMMON);
        var known = answered.get(token);
        if (known == null) {
            var fresh = answer.get();
            answered.put(token, new Answered(digest(asked), fresh));
            if (answered.size() > MOST) {
                answered.remove(answered.keySet().iterator().next());
            }
            return fresh.copy();
        }
        if (!known.asked().equals(digest(asked))) {
            throw new ApiError(
                    400,
                    "IdempotentParameterMismatch",
                    "The request uses the same client token as a previous, but non-identical request. Do not reuse a"
                            + " client token with different requests, unless the requests are identical.");
        }
        return known.answer().copy();
    }

    // The parameters themselves would take up to the size of their user data, for each token
    private static String digest(SortedMap<String, String> asked) {
        try {
            var bytes = new JsonObject(new LinkedHashMap<>(asked)).encode().getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
