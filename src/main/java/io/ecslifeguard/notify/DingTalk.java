package io.ecslifeguard.notify;

import io.ecslifeguard.journal.Notification;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The messages of a DingTalk robot: Markdown, at most 20,000 bytes, 20 in a minute, signed in the query. A refusal comes
 * as HTTP 200 with an {@code errcode}.
 *
 * @see <a href="https://open.dingtalk.com/document/robots/custom-robot-access">Custom robot</a>
 */
final class DingTalk {

    private static final int LARGEST_BODY = 20_000;
    private static final int LONGEST_PROBLEM = 200;

    private final Wording wording;

    DingTalk(Wording wording) {
        this.wording = wording;
    }

    Post post(Notification message, Optional<String> secret, Instant now) {
        var timestamp = Long.toString(now.toEpochMilli());
        return new Post(
                message.id().toString(),
                Optional.empty(),
                secret.map(key -> timestamp),
                secret.map(key -> sign(timestamp, key)),
                body(message));
    }

    /** Base64 of HMAC-SHA256 of {@code timestamp\nsecret} by the secret; to be escaped in the query. */
    static String sign(String timestamp, String secret) {
        return Base64.getEncoder().encodeToString(Hmac.of(timestamp + "\n" + secret, secret));
    }

    /** Why a reply is a refusal; empty where it is none. */
    static Optional<String> problem(String reply) {
        try {
            var answer = new JsonObject(reply == null ? "" : reply);
            var code = answer.getValue("errcode");
            if (code instanceof Number number && number.longValue() == 0) {
                return Optional.empty();
            }
            return Optional.of(
                    "errcode " + cut(String.valueOf(code)) + ", " + cut(String.valueOf(answer.getValue("errmsg"))));
        } catch (DecodeException noJson) {
            return Optional.of("its answer is not a robot's");
        }
    }

    private static String cut(String text) {
        return text.length() > LONGEST_PROBLEM ? text.substring(0, LONGEST_PROBLEM) + "…" : text;
    }

    private String body(Notification message) {
        // Full texts where they fit, as they nearly always do; else each gets its share.
        for (var longest = LARGEST_BODY; ; longest /= 2) {
            var body = body(message, longest);
            if (longest == 0 || body.getBytes(StandardCharsets.UTF_8).length <= LARGEST_BODY) {
                return body;
            }
        }
    }

    private String body(Notification message, int longestText) {
        var markdown = message.items().stream()
                .map(notice -> wording.markdown(notice, longestText))
                .collect(Collectors.joining("\n\n---\n\n"));
        var text = markdown
                + wording.more(message).map(more -> "\n\n---\n\n" + more).orElse("");
        return new JsonObject()
                .put("msgtype", "markdown")
                .put(
                        "markdown",
                        new JsonObject().put("title", wording.headline(message)).put("text", text))
                .put("at", new JsonObject().put("isAtAll", false))
                .encode();
    }
}
