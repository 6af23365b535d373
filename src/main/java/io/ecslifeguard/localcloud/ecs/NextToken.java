package io.ecslifeguard.localcloud.ecs;

import io.ecslifeguard.localcloud.core.ApiError;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Where the next page begins: after the instance of this number, so that inserts and releases move nothing. */
record NextToken(long after) {

    static NextToken read(String text) {
        try {
            var plain = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.US_ASCII);
            if (plain.startsWith("after-")) {
                return new NextToken(Long.parseLong(plain.substring("after-".length())));
            }
        } catch (IllegalArgumentException e) {
            // told below
        }
        throw new ApiError(400, "InvalidNextToken", "The specified parameter \"NextToken\" is not valid.");
    }

    String write() {
        var plain = "after-" + after;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(plain.getBytes(StandardCharsets.US_ASCII));
    }
}
