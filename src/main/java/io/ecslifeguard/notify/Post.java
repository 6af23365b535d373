package io.ecslifeguard.notify;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * What is posted to a webhook.
 *
 * @param id the message's
 * @param signature of a signed JSON body
 * @param timestamp when it is sent, in milliseconds, where DingTalk asks for it
 * @param sign DingTalk's signature
 */
record Post(String id, Optional<String> signature, Optional<String> timestamp, Optional<String> sign, String body) {

    Post {
        requireNonNull(id, "id");
        requireNonNull(signature, "signature");
        requireNonNull(timestamp, "timestamp");
        requireNonNull(sign, "sign");
        requireNonNull(body, "body");
    }
}
